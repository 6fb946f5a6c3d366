package org.ocibench.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForkArchiveTest {

    @TempDir
    private Path folder;

    private Path usedHoursAgo(int hours) throws IOException {
        Path archive = Files.writeString(folder.resolve(hours + ".jsa"), "classes");
        return Files.setLastModifiedTime(archive, FileTime.from(Instant.now().minus(Duration.ofHours(hours))));
    }

    private Set<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
        }
    }

    @Test
    void theLastUsedStay() throws IOException {
        for (int hours = 1; hours <= 6; hours++) {
            usedHoursAgo(hours);
        }
        Files.move(usedHoursAgo(9), folder.resolve("4711.new"));
        ForkArchive.keepNewest(usedHoursAgo(7), Instant.now());
        assertEquals(Set.of("7.jsa", "1.jsa", "2.jsa", "3.jsa"), names());
    }

    @Test
    void whatIsUsedStaysAlsoWhenTheClockWasSetBack() throws IOException {
        for (int hours = 1; hours <= 4; hours++) {
            usedHoursAgo(hours);
        }
        ForkArchive.keepNewest(usedHoursAgo(0), Instant.EPOCH);
        assertEquals(Set.of("0.jsa", "1.jsa", "2.jsa", "3.jsa", "4.jsa"), names());
    }

    @Test
    void fewStayAllAndWhatIsNoArchiveIsNotTouched() throws IOException {
        Path other = Files.createDirectory(folder.resolve("folder"));
        Files.setLastModifiedTime(other, FileTime.from(Instant.EPOCH));
        for (int hours = 1; hours <= 4; hours++) {
            ForkArchive.keepNewest(usedHoursAgo(hours), Instant.now());
        }
        assertEquals(Set.of("1.jsa", "2.jsa", "3.jsa", "4.jsa", "folder"), names());
        ForkArchive.keepNewest(folder.resolve("gone.jsa"), Instant.now());
        assertTrue(Files.exists(other));
    }
}

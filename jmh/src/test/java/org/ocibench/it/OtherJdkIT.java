package org.ocibench.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar runs on newer JDKs than the one it was built with. */
class OtherJdkIT {

    private static final Path HOME = Path.of("/usr/lib/jvm");
    private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"(\\d+)");

    @TempDir
    private Path folder;

    @Test
    void newerJdk() throws Exception {
        Requirements.needs("crun");
        Path jdk = null;
        int newest = Runtime.version().feature();
        for (Path candidate : Files.isDirectory(HOME) ? Bench.entries(HOME) : new ArrayList<Path>()) {
            Path release = candidate.resolve("release");
            Matcher version = VERSION.matcher(Files.exists(release) ? Files.readString(release) : "");
            if (Files.isExecutable(candidate.resolve("bin/java")) && version.find() && Integer.parseInt(version.group(1)) > newest) {
                newest = Integer.parseInt(version.group(1));
                jdk = candidate;
            }
        }
        if (jdk == null) {
            Requirements.hostCannot("run on a newer JDK than " + newest + ": none in " + HOME);
        }
        Bench.Ended ended = new Bench(folder).java(jdk.resolve("bin/java")).campaign("-p", "runtime=crun", "-p", "via=direct", "-f",
                "1", "-i", "8").exits(0).speaksPlainly();
        assertFalse(ended.err().contains("WARNING"), ended.err());
        Kept kept = ended.kept();
        kept.assertConsistent();
        kept.assertTurns();
        String jdkOfForks = kept.jmh().path(0).path("jdkVersion").asText();
        assertTrue(jdkOfForks.startsWith(Integer.toString(newest)), jdkOfForks);
        assertEquals(8, kept.successes("crun/direct/exit/burst/default"));
        List<String> flags = new ArrayList<>();
        kept.jmh().path(0).path("jvmArgs").forEach(flag -> flags.add(flag.asText()));
        assertTrue(flags.stream().noneMatch(flag -> flag.isBlank()), flags::toString);
        Leftovers.assertNone(kept.token());
    }
}

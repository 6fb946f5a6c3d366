package org.ocibench.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocibench.campaign.StoredCampaign;

/** {@code ab} with real containers: of an equal binary, of a slower one, and cut short. */
class AbIT {

    private static final int INCONCLUSIVE = 2;
    private static final String REGRESSED = "REGRESSED, found twice: ";

    @TempDir
    private Path folder;
    private Path crun;

    @BeforeEach
    void find() throws IOException {
        Requirements.needs("crun");
        crun = Requirements.newest("crun", "crun");
    }

    private List<Path> campaigns() throws IOException {
        return StoredCampaign.newestFirst(folder.resolve("results"));
    }

    /** The real crun, whose run takes so many seconds longer. */
    private String delayed(String name, String seconds) throws IOException {
        Path file = Files.createDirectories(folder.resolve(name)).resolve("crun");
        Files.writeString(file, "#!/bin/sh\ncase \" $* \" in *' run '*) sleep " + seconds + ";; esac\nexec " + crun + " \"$@\"\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file.toString();
    }

    private void assertNoPilotIsLeft() throws IOException {
        assertFalse(Bench.entries(folder.resolve("results")).stream().anyMatch(entry -> entry.getFileName().toString().startsWith(".pilot")));
    }

    @Test
    void aSlowerBinaryIsARegressionThatIsFoundTwice() throws Exception {
        // The same wrapper around both, so that its own cost is no difference.
        Bench.Ended ended = new Bench(folder).limit(300).startAb("--budget", "80s", delayed("old", "0"), delayed("new", "0.02")).await()
                .exits(1).speaksPlainly();
        assertTrue(ended.out().contains(REGRESSED + "wall time"), ended.out());
        assertTrue(ended.out().contains("a copy of the baseline's binary did not come out changed"), ended.out());
        assertTrue(ended.out().lines().anyMatch(line -> line.startsWith("create ms ")), ended.out());
        assertTrue(ended.err().contains("will tell a change of"), ended.err());
        assertEquals(2, campaigns().size(), "the campaign and the one that confirms, without the pilot");
        assertNoPilotIsLeft();
    }

    @Test
    void anEqualBinaryIsNoRegression() throws Exception {
        Path copy = Files.copy(crun, folder.resolve("crun-of-mine"), StandardCopyOption.COPY_ATTRIBUTES);
        Bench.Ended ended = new Bench(folder).startAb("--budget", "20s", "crun", copy.toString()).await().speaksPlainly();
        assertTrue(ended.exit() == 0 || ended.exit() == INCONCLUSIVE, "no regression, or too little to tell: " + ended.exit());
        assertFalse(ended.out().contains(REGRESSED), ended.out());
        assertTrue(ended.out().contains("crun@new against crun@"), ended.out());
        assertNoPilotIsLeft();
    }

    @Test
    void aVersionThatFailsTooOftenHasNoVerdict() throws Exception {
        Path file = Files.createDirectories(folder.resolve("failing")).resolve("crun");
        // Three of five starts: it has numbers, and is given up.
        Files.writeString(file, "#!/bin/sh\ncase \" $* \" in *' run '*) n=$(cat " + file + ".n 2>/dev/null || echo 0); echo $((n + 1)) >" + file
                + ".n; [ $((n % 5)) -lt 2 ] || { echo 'three of five fail' >&2; exit 1; };; esac\nexec " + crun + " \"$@\"\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        Bench.Ended ended = new Bench(folder).startAb("--budget", "20s", "--json", crun.toString(), file.toString()).await().exits(4).speaksPlainly();
        JsonNode told = new ObjectMapper().readTree(ended.out());
        assertTrue(told.path("invalid").asBoolean(), ended.out());
        assertTrue(told.path("troubles").toString().matches(".*crun@new was not measured to the end: \\d+ of \\d+ starts failed: .*three of five fail.*"),
                ended.out());
        assertTrue(ended.err().contains("crun@new was not measured to the end"), ended.err());
        assertNoPilotIsLeft();
    }

    @Test
    void cutShortItKeepsWhatThereIs() throws Exception {
        Path copy = Files.copy(crun, folder.resolve("crun-of-mine"), StandardCopyOption.COPY_ATTRIBUTES);
        Bench.Running running = new Bench(folder).startAb("--budget", "5m", "crun", copy.toString());
        running.until("the pilot is over", () -> {
            try {
                return !campaigns().isEmpty();
            } catch (IOException e) {
                return false;
            }
        });
        running.signal("INT", true);
        running.await().exits(130).speaksPlainly();
        assertEquals(1, campaigns().size());
        assertNoPilotIsLeft();
    }
}

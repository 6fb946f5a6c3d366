package org.ocibench.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The other cgroup layout. */
class LayoutIT {

    private static final String RUNSC = "runsc/direct/exit/burst/default";

    @TempDir
    private Path folder;

    @Test
    void version2() throws Exception {
        Requirements.needs("crun", "runc", "youki", "runsc");
        Bench.Ended ended = new Bench(folder).campaign("--cgroup", "v2", "-p", "runtime=crun,runc,youki,runsc", "-p", "via=direct",
                "-f", "1", "-i", "4").speaksPlainly();
        Kept kept = ended.kept();
        kept.assertConsistent();
        kept.assertTurns();
        assertEquals("v2", kept.meta().path("cgroupMode").asText());
        assertTrue(ended.out().contains("cgroup v2"), ended.out());
        for (String runtime : new String[] {"crun", "runc", "youki"}) {
            assertTrue(kept.successes(runtime + "/direct/exit/burst/default") > 0, () -> runtime + " has no success");
        }
        Leftovers.assertNone(kept.token());
        if (kept.notRun().containsKey(RUNSC)) {
            ended.exits(4);
            String line = ended.out().replaceAll("\\s+", " ");
            assertTrue(line.contains("Not run: " + RUNSC) && line.contains("lacks the controllers"), ended.out());
        } else {
            ended.exits(0);
        }
    }

    @Test
    void runscInVersion2() throws Exception {
        Requirements.needs("runsc");
        Kept kept = new Bench(folder).campaign("--cgroup", "v2", "-p", "runtime=runsc", "-p", "via=direct", "-f", "1", "-i", "4")
                .kept();
        if (kept.notRun().containsKey(RUNSC)) {
            Requirements.hostCannot("run runsc in v2: " + kept.notRun().get(RUNSC));
        }
        assertTrue(kept.successes(RUNSC) > 0, "runsc has no success");
    }
}

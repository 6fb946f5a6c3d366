package org.ocibench.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocibench.campaign.OperationRow;
import org.ocibench.engine.FailureClass;
import org.ocibench.engine.Layer;

/** gVisor through containerd: under its own shim and under the runc shim. */
class ShimIT {

    @TempDir
    private Path folder;

    /** The own shim loses the exit status of a container that ends at once; that is a class of its own, and the arm stays. */
    @Test
    void runscUnderBothShims() throws Exception {
        Requirements.needs("runsc", "containerd");
        Bench.Ended ended = new Bench(folder).campaign("-p", "runtime=runsc,runsc~runcshim", "-p", "via=ctr", "-p",
                "workload=live50,exit", "-f", "1", "-i", "8").exits(0).speaksPlainly();
        Kept kept = ended.kept();
        kept.assertConsistent();
        kept.assertTurns();
        Leftovers.assertNone(kept.token());

        assertAllSucceed(kept, "runsc/ctr/live50/burst/default");
        assertAllSucceed(kept, "runsc~runcshim/ctr/live50/burst/default");
        assertAllSucceed(kept, "runsc~runcshim/ctr/exit/burst/default");

        String racing = "runsc/ctr/exit/burst/default";
        for (OperationRow row : kept.timed(racing)) {
            if (!row.succeeded()) {
                assertEquals(FailureClass.LOST_STATUS, row.failure(), () -> "class of " + row);
                assertEquals(Layer.SHIM, row.layer());
                assertEquals(128, row.exit());
            }
        }
        long lost = kept.timed(racing).size() - kept.successes(racing);
        assertEquals(lost, kept.metaOf(racing).path("failures").path("lost-status").asLong());
        assertEquals(lost > 0, kept.metaOf(racing).path("censored").asBoolean(), "censored");
        assertTrue(ended.out().contains("~runcshim"), "the variant is named in the table");
    }

    @Test
    void gvisorOnKvm() throws Exception {
        Requirements.needs("runsc");
        try {
            Files.newByteChannel(Path.of("/dev/kvm"), StandardOpenOption.READ, StandardOpenOption.WRITE).close();
        } catch (IOException e) {
            Requirements.hostCannot("run gVisor's platform kvm: " + e.getMessage());
        }
        Kept kept = new Bench(folder).campaign("-p", "runtime=runsc~kvm", "-p", "via=direct", "-f", "1", "-i", "4").kept();
        String arm = "runsc~kvm/direct/exit/burst/default";
        if (kept.notRun().containsKey(arm)) {
            // The device is there and the processor's virtualisation is not.
            Requirements.hostCannot("run gVisor's platform kvm: " + kept.notRun().get(arm));
        }
        if (kept.successes(arm) == 0) {
            // The device opens and its guests hang: a nested KVM without the hardware's help. Each start ends by its time-out.
            kept.timed(arm).forEach(row -> assertEquals(FailureClass.TIMEOUT, row.failure(), row::toString));
            kept.assertConsistent();
            Leftovers.assertNone(kept.token());
            Requirements.hostCannot("run gVisor's platform kvm: " + kept.timed(arm).size() + " starts, all ended by their time-out");
        }
        assertAllSucceed(kept, arm);
    }

    private static void assertAllSucceed(Kept kept, String arm) {
        assertTrue(kept.timed(arm).size() >= 4, () -> "timed operations of " + arm);
        kept.timed(arm).forEach(row -> assertTrue(row.succeeded(), () -> "failed: " + row));
    }
}

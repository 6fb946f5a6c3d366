package org.ocibench.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.ocibench.campaign.OperationRow;
import org.ocibench.engine.FailureClass;
import org.ocibench.engine.Layer;
import org.ocibench.report.Counted;

/** What real runtimes do wrong: classed, named and cleaned up after, while crun beside them goes on. gVisor on KVM: ShimIT. */
class RealFaultIT {

    private static final String END = "/exit/burst/default";
    private static final String NO_ANNOTATION = "gVisor's shim without its annotation";
    private static final String HOST_NETWORK = "runsc through the runc shim in the host's network namespace";

    @RegisterExtension
    static final SurvivalReport REPORT = SurvivalReport.ofFaults("Faults of real runtimes", "one campaign each, crun beside them");

    @TempDir
    private Path folder;

    /** gVisor's shim waits for ever when the annotation is missing that makes a container a sandbox. */
    @Test
    @DisplayName(NO_ANNOTATION)
    void gvisorsShimWithoutItsAnnotation() throws Exception {
        Requirements.needs("crun", "runsc", "containerd");
        Path runsc = Requirements.newest("runsc", "runsc");
        Kept kept = campaign("""
                [{"name": "gvisor", "binary": "runsc", "versionPattern": "runsc version (?:release-)?(\\\\S+)",
                  "globalFlags": ["--network=none"], "setupFailureExits": [128],
                  "shim": {"type": "io.containerd.runsc.v1", "binary": "containerd-shim-runsc-v1"}}]
                """, runsc.getParent(), 4, "-p", "runtime=crun,gvisor", "-p", "via=ctr", "-f", "1", "-i", "4", "--op-timeout", "3");
        String arm = "gvisor/ctr" + END;
        assertEquals(4, kept.timed(arm).size());
        for (OperationRow row : kept.timed(arm)) {
            assertEquals(FailureClass.TIMEOUT, row.failure(), row::toString);
            assertEquals(Layer.SHIM, row.layer(), row::toString);
        }
        assertBesides(kept, "crun/ctr" + END, 4);
        told(NO_ANNOTATION, arm, kept);
    }

    /** In the host's network namespace a runsc that is to have a network of its own refuses, and leaves its sandbox. */
    @Test
    @DisplayName(HOST_NETWORK)
    void runscInTheHostsNetworkNamespace() throws Exception {
        Requirements.needs("crun", "runsc", "containerd");
        Path bin = Files.createDirectory(folder.resolve("bin"));
        Path wrapper = bin.resolve("hostnet");
        Files.writeString(wrapper, """
                #!/bin/sh
                case " $* " in *" --version "*) echo "hostnet version 1.0.0"; exit 0;; esac
                before=
                for word in "$@"; do
                  [ "$before" = --bundle ] && sed -i 's|{"type":"network"}|{"type":"network","path":"/proc/self/ns/net"}|' "$word/config.json"
                  before=$word
                done
                exec %s "$@"
                """.formatted(Requirements.newest("runsc", "runsc")));
        Files.setPosixFilePermissions(wrapper, PosixFilePermissions.fromString("rwxr-xr-x"));
        Kept kept = campaign("""
                [{"name": "hostnet", "binary": "hostnet", "versionPattern": "hostnet version (\\\\S+)", "setupFailureExits": [128]}]
                """, bin, 4, "-p", "runtime=crun,hostnet", "-p", "via=ctr", "-f", "1", "-i", "4", "--op-timeout", "5");
        String arm = "hostnet/ctr" + END;
        assertTrue(kept.notRun().getOrDefault(arm, "").contains("setting up network"), () -> "reason: " + kept.notRun());
        assertBesides(kept, "crun/ctr" + END, 4);
        assertEquals(List.of(), Leftovers.processes("runsc-sandbox", kept.token()), "sandboxes");
        told(HOST_NETWORK, arm, kept);
    }

    /** youki's run hangs in some starts when the container ends at once: those are time-outs, all others succeed. */
    @Test
    @DisplayName("hanging run of youki")
    void youkiThatHangsNowAndThen() throws Exception {
        Requirements.needs("crun", "youki");
        List<String> versions = versions("youki");
        REPORT.asks(versions.stream().map(RealFaultIT::hanging).toList());
        Kept kept = campaign(null, folder, 0, "-p", "runtime=crun," + String.join(",", versions), "-p", "via=direct", "-f", "1", "-i",
                "200", "--op-timeout", "3");
        assertBesides(kept, "crun/direct" + END, 200);
        for (String version : versions) {
            String arm = version + "/direct" + END;
            for (OperationRow row : kept.timed(arm)) {
                assertTrue(row.succeeded() || row.failure() == FailureClass.TIMEOUT && row.layer() == Layer.RUNTIME, row::toString);
            }
            told(hanging(version), arm, kept);
        }
    }

    private static String hanging(String version) {
        return "hanging run of " + version;
    }

    private static List<String> versions(String runtime) throws IOException {
        return Bench.entries(Requirements.newest(runtime, runtime).getParent().getParent().getParent()).stream()
                .map(version -> runtime + "@" + version.getFileName()).toList();
    }

    private Kept campaign(String descriptors, Path binaries, int exit, String... arguments) throws Exception {
        Bench bench = new Bench(folder).environment("PATH", binaries + ":" + System.getenv("PATH"));
        List<String> all = new ArrayList<>(List.of(arguments));
        if (descriptors != null) {
            all.addAll(List.of("--runtimes", Files.writeString(folder.resolve("runtimes.json"), descriptors).toString()));
        }
        Kept kept = bench.campaign(all.toArray(String[]::new)).exits(exit).speaksPlainly().kept();
        kept.assertConsistent();
        Leftovers.assertNone(kept.token());
        return kept;
    }

    private static void assertBesides(Kept kept, String arm, int timed) {
        assertEquals(timed, kept.successes(arm), () -> arm + " beside it");
    }

    private static void told(String fault, String arm, Kept kept) {
        Map<String, Long> classes = kept.failures(arm, row -> true);
        String happened = kept.notRun().containsKey(arm) ? "not run: " + kept.notRun().get(arm)
                : kept.timed(arm).size() + " timed starts: " + (classes.isEmpty() ? "no failure in these" : classes);
        long leaks = 0;
        for (var leak : kept.meta().path("quality").path("leaks")) {
            leaks += leak.asText().startsWith(arm) ? 1 : 0;
        }
        REPORT.green(fault, happened, kept.rows().size() + " starts in the log, " + kept.successes(arm) + " of this arm in jmh.json",
                leaks == 0 ? "nothing" : Counted.of(leaks, "leak") + ", charged to the arm and removed");
    }
}

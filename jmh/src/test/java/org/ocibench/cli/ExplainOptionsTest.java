package org.ocibench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ocibench.runtime.RuntimeCatalog;
import org.ocibench.schedule.ExplainRequest;

class ExplainOptionsTest {

    @TempDir
    private Path empty;

    private ExplainRequest request(String... args) throws Exception {
        RuntimeCatalog none = RuntimeCatalog.discover(new RuntimeCatalog.Places(empty, List.of()), null);
        return ExplainOptions.parse(args).request(none, Parameters.KERNELS, List.of(args));
    }

    @Test
    void bothPacesAndBothKernelSettingsAreTheDefault() throws Exception {
        ExplainRequest request = request();
        assertEquals(List.of("burst", "isolated"), request.values().paces());
        assertEquals(List.of("default", "quiet"), request.values().kernels());
        assertEquals(List.of("direct", "ctr", "nerdctl"), request.values().ways());
        assertEquals(List.of("exit"), request.values().workloads());
        assertTrue(request.values().patiently());
        assertEquals(List.of(), request.namedRuntimes());
        assertEquals(20, request.starts());
        assertEquals(Duration.ofSeconds(10), request.opTimeout());
        assertEquals(Path.of("results"), request.results());
    }

    @Test
    void parametersAreJoined() throws Exception {
        ExplainRequest request = request("-p", "runtime=crun,runc", "-p", "runtime=crun", "-p", "via=direct", "-p", "pace=isolated", "-p",
                "kernel=quiet", "-p", "workload=live50", "-i", "3", "--op-timeout", "1.5", "--results", "/r");
        assertEquals(List.of("crun", "runc"), request.values().runtimes());
        assertEquals(List.of("crun", "runc"), request.namedRuntimes());
        assertEquals(List.of("direct"), request.values().ways());
        assertEquals(List.of("isolated"), request.values().paces());
        assertEquals(List.of("quiet"), request.values().kernels());
        assertEquals(List.of("live50"), request.values().workloads());
        assertFalse(request.values().patiently());
        assertEquals(3, request.starts());
        assertEquals(Duration.ofMillis(1500), request.opTimeout());
        assertEquals(Path.of("/r"), request.results());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "-p paze=burst | unknown parameter 'paze': did you mean pace?",
        "-p pace=bursty | unknown pace 'bursty': did you mean burst?",
        "-p kernel=loud | unknown kernel 'loud'",
        "-p via=drect | did you mean direct?",
        "-p via | -p via needs a value",
        "-p via= | -p via needs a value",
        "-p runtime=cron | cron",
        "-i 0 | -i wants a number from 1 to 10000, not 0",
        "-i x | explain: Invalid value for option '-i'",
        "--op-timeout 0 | --op-timeout wants seconds",
        "--jsn | explain has no option --jsn: did you mean --json?",
        "crun | explain takes no argument 'crun'"})
    void whatIsWrongIsSaidInOneSentence(String line, String told) {
        ExitException error = assertThrows(ExitException.class, () -> request(line.split(" ")));
        assertEquals(ExitCode.USAGE, error.code());
        assertTrue(error.getMessage().contains(told), error.getMessage());
        assertEquals(1, error.getMessage().lines().count());
    }

    @Test
    void theHelpNamesEveryOption() {
        String usage = ExplainOptions.usage();
        for (String option : List.of("-p", "-i", "--json", "--op-timeout", "--cgroup", "--runtimes", "--results", "--help")) {
            assertTrue(usage.contains(option), option);
        }
    }
}

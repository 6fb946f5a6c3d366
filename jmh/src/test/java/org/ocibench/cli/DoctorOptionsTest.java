package org.ocibench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ocibench.host.PrivateWorld;

class DoctorOptionsTest {

    @Test
    void withoutArgumentsTheDefaultsHold() throws ExitException {
        DoctorOptions options = DoctorOptions.parse();
        assertEquals(PrivateWorld.Layout.AUTO, options.cgroup);
        assertEquals(Duration.ofSeconds(10), options.limit());
    }

    @Test
    void valuesAreTakenInAnyCase() throws ExitException {
        DoctorOptions options = DoctorOptions.parse("--cgroup", "v2", "--op-timeout=0.5", "--all-versions");
        assertEquals(PrivateWorld.Layout.V2, options.cgroup);
        assertEquals(Duration.ofMillis(500), options.limit());
        assertTrue(options.allVersions);
    }

    @ParameterizedTest
    @CsvSource({"--cgrup, --cgroup", "--allversions, --all-versions", "--op-time=3, --op-timeout", "-H, -h"})
    void anUnknownOptionNamesTheNearest(String given, String nearest) {
        ExitException e = assertThrows(ExitException.class, () -> DoctorOptions.parse(given));
        assertEquals(ExitCode.USAGE, e.code());
        assertTrue(e.getMessage().contains("did you mean " + nearest + "?"), e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--op-timeout=0", "--op-timeout=-1", "--op-timeout=NaN", "--op-timeout=4000", "--op-timeout=x",
            "--op-timeout", "--cgroup=v3", "crun"})
    void wrongValuesAndArgumentsAreUsageErrors(String argument) {
        ExitException e = assertThrows(ExitException.class, () -> DoctorOptions.parse(argument));
        assertEquals(ExitCode.USAGE, e.code());
        assertEquals(1, e.getMessage().lines().count(), e.getMessage());
    }

    @Test
    void helpNamesEveryOption() throws ExitException {
        assertTrue(DoctorOptions.parse("-h").help);
        for (String name : new String[] {"--cgroup", "--runtimes", "--op-timeout", "--all-versions", "--help"}) {
            assertTrue(DoctorOptions.usage().contains(name), name);
        }
    }
}

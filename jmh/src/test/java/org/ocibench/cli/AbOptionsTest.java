package org.ocibench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ocibench.engine.Phase;

class AbOptionsTest {

    private static AbOptions options(String... more) throws ExitException {
        String[] args = new String[more.length + 2];
        args[0] = "runc@1.1.13";
        args[1] = "runc@1.1.15";
        System.arraycopy(more, 0, args, 2, more.length);
        return Subcommand.parse(new AbOptions(), args);
    }

    @ParameterizedTest
    @CsvSource({"90s, 90", "5m, 300", "1h, 3600", "2m30s, 150"})
    void aBudgetIsATime(String text, long seconds) throws ExitException {
        assertEquals(Duration.ofSeconds(seconds), options("--budget", text).budget());
    }

    @ParameterizedTest
    @CsvSource({"5, --budget wants a time as 90s", "soon, --budget wants a time as 90s", "0s, --budget wants a time up to 6h",
        "7h, --budget wants a time up to 6h", "-5m, --budget wants a time up to 6h"})
    void anotherTextIsRefused(String text, String sentence) throws ExitException {
        AbOptions options = options("--budget=" + text);
        ExitException refused = assertThrows(ExitException.class, options::budget);
        assertEquals(ExitCode.USAGE, refused.code());
        assertTrue(refused.getMessage().contains(sentence), refused.getMessage());
    }

    @Test
    void aPhaseIsOfContainersThatAreRunDirectly() throws ExitException {
        assertEquals(Phase.CREATE, options("--phase", "create").phase());
        assertTrue(assertThrows(ExitException.class, () -> options("--phase", "crate").phase()).getMessage()
                .contains("did you mean create?"));
        assertTrue(assertThrows(ExitException.class, () -> options("--phase", "create", "--via", "ctr").phase()).getMessage()
                .contains("leave --via out"));
    }

    @ParameterizedTest
    @CsvSource({"-p kernel=quiet, --kernel", "-pkernel=quiet, --kernel", "--buget 3m, --budget"})
    void aCampaignsParameterIsAnOptionHere(String given, String meant) {
        ExitException refused = assertThrows(ExitException.class, () -> options(given.split(" ")));
        assertEquals(refused.getMessage(), assertThrows(ExitException.class, () -> Subcommand.parse(new AbOptions(),
                (given + " runc crun").split(" "))).getMessage(), "before OLD and NEW too");
        assertEquals("ab has no option " + given.split("[ =]")[0] + ": did you mean " + meant + "? (ab -h lists all)",
                refused.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "2, 125", "4, 125", "130, 255"})
    void aBisectionIsToldWhetherToGoOn(int code, int told) {
        assertEquals(told, AbCommand.forBisect(code));
    }

    @ParameterizedTest
    @CsvSource({"runc@1.1.13 runc@1.1.15 --budgt 5m", "runc@1.1.13", "no-such-runtime ./new", "runc@1.1.13 runc@1.1.15 --runtimes /no/such/file"})
    void whatIsNoVerdictEndsABisection(String line) {
        String[] args = (line + " --bisect-exit").split(" ");
        assertEquals(255, assertThrows(ExitException.class, () -> AbCommand.run(args)).code(), "64 would be a bad commit");
    }

    @Test
    void bothVersionsAreWanted() {
        ExitException refused = assertThrows(ExitException.class, () -> AbCommand.run("runc@1.1.13"));
        assertEquals(ExitCode.USAGE, refused.code());
        assertTrue(refused.getMessage().contains("NEW"), refused.getMessage());
        assertTrue(assertThrows(ExitException.class, () -> AbCommand.run("./no-such-runc", "./other")).getMessage()
                .contains("./no-such-runc is no executable file"));
    }
}

package org.ocibench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BisectCommandTest {

    private static final List<String> KNOWN = List.of("1.1.13", "1.1.15", "1.2.9", "1.5.2", "1.6.0-rc.1");

    private static BisectOptions options(String good, String bad) throws ExitException {
        return Subcommand.parse(new BisectOptions(), "runc", good, bad);
    }

    @Test
    void whatLiesBetweenIsSearchedInItsOrder() throws ExitException {
        assertEquals(List.of("1.1.15", "1.2.9", "1.5.2"), BisectCommand.between(KNOWN, options("1.1.15", "1.5.2")));
        assertEquals(List.of("1.1.13", "1.1.15"), BisectCommand.between(KNOWN, options("1.1.13", "1.1.15")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "1.1.14 | 1.5.2  | runc 1.1.14 is not here: did you mean 1.1.1",
        "1.1.15 | 1.1.13 | 1.1.15 is not older than 1.1.13",
        "1.1.15 | 1.1.15 | 1.1.15 is not older than 1.1.15"})
    void whatCannotBeHalvedIsRefused(String good, String bad, String sentence) {
        ExitException refused = assertThrows(ExitException.class, () -> BisectCommand.between(KNOWN, options(good, bad)));
        assertEquals(ExitCode.USAGE, refused.code());
        assertTrue(refused.getMessage().contains(sentence), refused.getMessage());
    }

    @Test
    void withoutAnyVersionTheWayToGetOneIsTold() throws ExitException {
        BisectOptions options = options("1.1.13", "1.1.15");
        assertTrue(assertThrows(ExitException.class, () -> BisectCommand.between(List.of(), options)).getMessage()
                .contains("run jmh/provision.sh runc@1.1.13"));
    }
}

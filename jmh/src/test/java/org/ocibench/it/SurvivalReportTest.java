package org.ocibench.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

class SurvivalReportTest {

    @Test
    void everyCaseHasARow() {
        // Without the listeners of this run: what fails in there is no failure of it.
        LauncherFactory.create(LauncherConfig.builder().enableTestExecutionListenerAutoRegistration(false).build())
                .execute(LauncherDiscoveryRequestBuilder.request().selectors(selectClass(Cases.class)).build());
        assertEquals(Stream.of("""
                | fault | what happened | what was kept | what was left |  |
                | --- | --- | --- | --- | --- |
                | told | exit 0 / fine | 3 starts | nothing | green |
                | untold | - | - | - | green |
                | failing | expected: 42 / 43 | - | - | **red** |
                | endless | xxx... | - | - | **red** |
                | skipped | no crun | - | - | not run |
                | disabled | for a reason | - | - | not run |
                | first | well | - | - | green |
                | second | it is not | - | - | **red** |
                | third | the rest was not looked at | - | - | **red** |
                | only case | well | - | - | green |
                | failing at last | something else | - | - | **red** |
                """.split("\n")).toList(), Cases.REPORT.lines().stream().map(line -> line.replaceFirst("x{4,}", "xxx")).toList());
        assertEquals(List.of(), Cases.REPORT.lines().stream().filter(line -> line.length() > 400).toList());
    }

    /** Run by the test above only. */
    @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
    static class Cases {

        @RegisterExtension
        static final SurvivalReport REPORT = SurvivalReport.ofFaults("cases", "nothing");

        @Test
        @Order(1)
        @DisplayName("told")
        void told() {
            REPORT.green("told", "exit 0 | fine", "3 starts", "nothing");
        }

        @Test
        @Order(2)
        @DisplayName("untold")
        void untold() {
        }

        @Test
        @Order(3)
        @DisplayName("failing")
        void failing() {
            fail("\nexpected:\u001b[1m 42 |\t43\nstdout:\n...");
        }

        @Test
        @Order(4)
        @DisplayName("endless")
        void endless() {
            fail("x".repeat(10_000));
        }

        @Test
        @Order(5)
        @DisplayName("skipped")
        void skipped() {
            Assumptions.abort("no crun");
        }

        @Test
        @Order(6)
        @Disabled("for a reason")
        @DisplayName("disabled")
        void disabled() {
        }

        @Test
        @Order(7)
        void several() throws Exception {
            REPORT.asks(List.of("first", "second", "third"));
            REPORT.check("first", () -> List.of("well"));
            try {
                REPORT.check("second", () -> fail("it is not"));
            } catch (AssertionError e) {
                throw new AssertionError("the rest was not looked at", e);
            }
        }

        @Test
        @Order(8)
        @DisplayName("failing at last")
        void last() {
            REPORT.asks(List.of("only case"));
            REPORT.green("only case", "well");
            fail("something else");
        }
    }
}

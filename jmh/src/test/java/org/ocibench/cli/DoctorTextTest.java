package org.ocibench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class DoctorTextTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DoctorText text = new DoctorText(new PrintStream(bytes, true, StandardCharsets.UTF_8));

    private List<String> lines() {
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void valuesAndRemediesStandInOneColumn() {
        text.section("Host", List.of("swap", "kernel"));
        text.fact("swap", "on");
        text.remedy("swapoff -a");
        text.section("Arms", List.of("a"));
        text.fact("longer than expected", "runnable");
        text.remedy("");
        assertEquals(List.of("Host", "  swap    on", "          remedy: swapoff -a", "", "Arms",
                "  longer than expected  runnable"), lines());
    }

    @Test
    void longTextIsWrappedAndNoWordIsLost() {
        text.section("Host", List.of("kernel"));
        text.fact("kernel", "word ".repeat(100));
        assertTrue(lines().stream().allMatch(line -> line.length() <= 120));
        assertEquals(100, bytes.toString(StandardCharsets.UTF_8).split("word", -1).length - 1);
    }

    @Test
    void strangersCannotSpeakToTheTerminal() {
        text.section("Host", List.of("\u001B[31mx"));
        text.fact("\u001B[31mred\u0007", "a\u001B]0;title\u0007b\nc\u202Ed");
        assertEquals("  red", lines().get(1).substring(0, 5));
        assertTrue(lines().get(1).endsWith("ab cd"), lines().get(1));
    }

    @Test
    void aLineThatWasBegunIsEndedBeforeTheNext() {
        text.section("Arms", List.of("a"));
        text.begin("a");
        text.fact("b", "runnable");
        text.begin("c");
        text.breakOff();
        text.breakOff();
        assertEquals(List.of("Arms", "  a  ", "  b  runnable", "  c  "), lines());
    }
}

package org.ocibench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ocibench.compare.Estimate;
import org.ocibench.compare.Interval;

class FiguresTest {

    @ParameterizedTest
    @CsvSource({"0.3456, 0.35", "8.414, 8.41", "23.44, 23.4", "152.36, 152.4", "1234.5678, 1235"})
    void millisKeepAboutThreeDigits(double millis, String shown) {
        assertEquals(shown, Figures.millis(millis));
    }

    @Test
    void intervalHasTheDecimalsOfItsEstimate() {
        assertEquals("9.90 [9.51, 10.44]", Figures.millis(9.9, new Interval(9.512, 10.4399)));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 100", ".0000253, 0.003", ".0055, 0.55", ".0182, 1.8", ".234, 23.4", "1e-9, <0.001"})
    void percentNeverRoundsToNought(double fraction, String shown) {
        assertEquals(shown, Figures.percent(fraction));
    }

    @ParameterizedTest
    @CsvSource({"0, 0 KiB", "831488, 812 KiB", "1048576, 1.0 MiB", "5452595, 5.2 MiB"})
    void bytesAreBinary(long bytes, String shown) {
        assertEquals(shown, Figures.bytes(bytes));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "4.6  | 4.5     | 4.75  | +4.60 [4.50, 4.75]",
        "-129 | -134.51 | -124  | -129.0 [-134.5, -124.0]",
        "0    | -.01    | .01   | 0.00 [-0.01, 0.01]",
        ".001 | -.01    | .01   | 0.00 [-0.01, 0.01]"})
    void differencesHaveASign(double mean, double lower, double upper, String shown) {
        assertEquals(shown, Figures.difference(new Estimate(mean, 6, Optional.of(new Interval(lower, upper)))));
    }

    @Test
    void differencesMayHaveNoInterval() {
        assertEquals("+12.0", Figures.difference(new Estimate(12, 1, Optional.empty())));
        assertEquals("-2 [-3, -1]", Figures.kibDifference(new Estimate(-2048, 6, Optional.of(new Interval(-3072, -1024)))));
    }

    @Test
    void secondsHaveTwoOrThreeDecimals() {
        assertEquals("0.008", Figures.seconds(.0084));
        assertEquals("12.35", Figures.seconds(12.346));
    }

    @Test
    void defaultLocaleDoesNotShow() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            assertEquals("8.41", Figures.millis(8.41));
        } finally {
            Locale.setDefault(before);
        }
    }
}

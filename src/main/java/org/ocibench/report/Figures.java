package org.ocibench.report;

import java.util.Locale;
import java.util.Optional;
import org.ocibench.compare.Estimate;
import org.ocibench.compare.Interval;

/** Numbers as they stand in tables. */
final class Figures {

    private static final double KIB = 1024;
    private static final double MIB = KIB * KIB;

    private Figures() {
    }

    /** Milliseconds without the unit, with 2 decimals below 10, 1 below 1000, else none. */
    static String millis(double millis) {
        return fixed(millis, decimals(millis));
    }

    /** An estimate in milliseconds and its interval, all with the decimals of the estimate. */
    static String millis(double estimate, Interval interval) {
        int decimals = decimals(estimate);
        return fixed(estimate, decimals) + " [" + fixed(interval.lower(), decimals) + ", "
                + fixed(interval.upper(), decimals) + "]";
    }

    /** A difference in milliseconds with its sign, and its interval where there is one. */
    static String difference(Estimate millis) {
        return difference(millis, 1, decimals(millis.mean()));
    }

    /** A difference of bytes in KiB with its sign, and its interval where there is one. */
    static String kibDifference(Estimate bytes) {
        return difference(bytes, KIB, 0);
    }

    private static String difference(Estimate estimate, double unit, int decimals) {
        String mean = fixed(estimate.mean() / unit, decimals);
        return (estimate.mean() < 0 || mean.matches("[0.]+") ? "" : "+") + mean + estimate.interval()
                .map(i -> " [" + fixed(i.lower() / unit, decimals) + ", " + fixed(i.upper() / unit, decimals) + "]").orElse("");
    }

    /** Seconds without the unit, with 3 decimals below 10, else 2. */
    static String seconds(double seconds) {
        return fixed(seconds, seconds < 10 ? 3 : 2);
    }

    /** A total in seconds without the unit, with 2 decimals below 10, else 1. */
    static String totalSeconds(double seconds) {
        return fixed(seconds, seconds < 10 ? 2 : 1);
    }

    /** Bytes in KiB below 1 MiB, else in MiB. */
    static String bytes(long bytes) {
        return bytes < MIB ? fixed(bytes / KIB, 0) + " KiB" : fixed(bytes / MIB, 1) + " MiB";
    }

    /** A fraction in percent without the sign; what is not nought never looks like it. */
    static String percent(double fraction) {
        double percent = fraction * 100;
        if (percent == 0 || percent == 100) {
            return fixed(percent, 0);
        }
        if (percent < .001) {
            return "<0.001";
        }
        return percent < .1 ? fixed(percent, 3) : percent < 1 ? fixed(percent, 2) : fixed(percent, 1);
    }

    /** A ratio as the change in percent, with its sign, and its interval where there is one. */
    static String change(double ratio, Optional<Interval> interval) {
        double percent = (ratio - 1) * 100;
        int decimals = Math.abs(percent) < 10 ? 2 : 1;
        return signed(percent, decimals) + " %" + interval.map(i -> " [" + signed((i.lower() - 1) * 100, decimals) + ", "
                + signed((i.upper() - 1) * 100, decimals) + "]").orElse("");
    }

    /** A difference of two parts of a whole in per cents of the whole, with its sign and without the unit. */
    static String points(double difference) {
        double percent = 100 * difference;
        return signed(percent, Math.abs(percent) < 10 ? 2 : 1);
    }

    /** A probability with 4 decimals; what is not nought never looks like it. */
    static String probability(double p) {
        return p > 0 && p < .0001 ? "<.0001" : fixed(p, 4).replaceFirst("^0\\.", ".");
    }

    private static String signed(double value, int decimals) {
        String text = fixed(value, decimals);
        return text.matches("-?[0.]+") ? text.replace("-", "") : (value > 0 ? "+" : "") + text;
    }

    private static int decimals(double millis) {
        double size = Math.abs(millis);
        return size < 10 ? 2 : size < 1000 ? 1 : 0;
    }

    private static String fixed(double value, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}

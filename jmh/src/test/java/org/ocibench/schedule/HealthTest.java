package org.ocibench.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ocibench.engine.FailureClass;
import org.ocibench.report.Parked;

class HealthTest {

    private static final String ARM = "crun/direct/exit/burst/default";
    private static final String OTHER = "youki/direct/exit/burst/default";

    private final Health health = new Health(null);

    private void note(int times, boolean succeeded) {
        for (int i = 0; i < times; i++) {
            health.note(ARM, succeeded, 1_000_000);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 2000", "99, 2000", "100, 2000", "101, 2020", "500, 10000", "1500, 30000", "1501, 30000", "60000, 30000"})
    void theTimeOutIsTwentyTimesTheMedianWithinLimits(long medianMillis, long limitMillis) {
        for (long millis : new long[] {medianMillis, 1, 100_000}) {
            health.note(ARM, true, millis * 1_000_000);
        }
        assertEquals(Duration.ofMillis(limitMillis), health.limit(ARM));
    }

    @Test
    void onlyTheFirstSuccessesMakeTheMedian() {
        for (int i = 0; i < 5; i++) {
            health.note(ARM, false, 9_000_000_000L);
            health.note(ARM, true, 200_000_000);
        }
        for (int i = 0; i < 50; i++) {
            health.note(ARM, true, 900_000_000);
        }
        assertEquals(Duration.ofSeconds(4), health.limit(ARM));
        assertEquals(200_000_000, health.pilotMedianNanos(ARM));
    }

    @Test
    void withoutASuccessTheTimeOutIsACautiousOne() {
        assertEquals(Duration.ofSeconds(10), health.limit(ARM));
        note(3, false);
        assertEquals(Duration.ofSeconds(10), health.limit(ARM));
    }

    @Test
    void theUsersTimeOutWins() {
        Health overridden = new Health(Duration.ofMillis(50));
        overridden.note(ARM, true, 500_000_000);
        assertEquals(Duration.ofMillis(50), overridden.limit(ARM));
    }

    @Test
    void twentyFailuresInARowPark() {
        note(5, true);
        note(19, false);
        assertFalse(health.isParked(ARM));
        note(1, false);
        assertTrue(health.isParked(ARM));
        assertEquals(List.of(new Parked(ARM, 25, "20 starts in a row failed")), health.parked());
        assertFalse(health.isParked(OTHER));
    }

    @Test
    void aSuccessBreaksTheRow() {
        note(19, false);
        note(20, true);
        note(19, false);
        assertEquals(List.of(), health.parked().stream().filter(p -> p.reason().contains("in a row")).toList());
    }

    @Test
    void halfOfManyFailedParks() {
        for (int i = 0; i < 19; i++) {
            note(1, false);
            note(1, true);
        }
        note(1, true);
        note(1, false);
        assertTrue(health.isParked(ARM), "20 of 40");
        assertEquals(List.of(new Parked(ARM, 40, "20 of 40 starts failed")), health.parked());
    }

    @Test
    void fewerThanHalfOrFewerThanManyDoNotPark() {
        for (int i = 0; i < 13; i++) {
            note(1, true);
            note(2, false);
        }
        assertFalse(health.isParked(ARM), "26 of 39");
        Health steady = new Health(null);
        for (int i = 0; i < 200; i++) {
            steady.note(OTHER, i % 2 == 0 || i % 5 == 0, 1);
        }
        assertFalse(steady.isParked(OTHER), "two of five");
    }

    @Test
    void marksThatAreLostInARowPark() {
        for (FailureClass how : new FailureClass[] {FailureClass.LOST_OUTPUT, FailureClass.LOST_OUTPUT, null, FailureClass.LOST_OUTPUT,
            FailureClass.TIMEOUT, FailureClass.LOST_OUTPUT}) {
            health.marked(ARM, how);
        }
        assertFalse(health.isParked(ARM), "one came between, and a time-out tells nothing of marks");
        health.marked(ARM, FailureClass.LOST_OUTPUT);
        assertTrue(health.isParked(ARM));
        assertTrue(health.parked().get(0).reason().startsWith("3 containers in a row that were to write a mark"));
    }

    @Test
    void theFirstReasonIsKept() {
        note(20, false);
        note(40, false);
        assertEquals(List.of(new Parked(ARM, 20, "20 starts in a row failed")), health.parked());
    }
}

package org.ocibench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ocibench.compare.OrderStatistics.Ranks;

class OrderStatisticsTest {

    @ParameterizedTest
    @CsvSource({".5, 6, 1, 6", ".5, 10, 2, 9", ".5, 20, 6, 15", ".5, 40, 14, 27", ".5, 200, 86, 115",
        ".5, 1000, 469, 532", ".95, 200, 184, 197", ".95, 1000, 936, 964"})
    void ranksAreTheGoldenOnes(double q, int n, int lower, int upper) {
        assertEquals(Optional.of(new Ranks(lower, upper)), OrderStatistics.ranks(n, q));
    }

    @ParameterizedTest
    @CsvSource({".5, 6", ".9, 36", ".95, 72", ".99, 368", ".999, 3688"})
    void intervalExistsFromLeastNOn(double q, int leastN) {
        assertEquals(Optional.empty(), OrderStatistics.ranks(leastN - 1, q));
        assertTrue(OrderStatistics.ranks(leastN, q).isPresent());
    }

    @Test
    void leastNOfTheQuantilesInTables() {
        assertEquals(6, OrderStatistics.leastN(.5));
        assertEquals(72, OrderStatistics.leastN(.95));
        assertEquals(72, OrderStatistics.leastN(.05));
    }

    @Test
    void intervalIsTheValuesAtTheRanksWhateverTheOrderGivenIn() {
        OrderStatistics ten = OrderStatistics.of(70, 10, 90, 30, 50, 100, 20, 80, 40, 60);
        assertEquals(Optional.of(new Interval(20, 90)), ten.interval(.5));
        assertEquals(55, ten.median());
        assertEquals(Optional.empty(), ten.interval(.95));
    }

    @Test
    void quantileIsHyndmanFanType8() {
        OrderStatistics ten = OrderStatistics.of(IntStream.rangeClosed(1, 10).asDoubleStream().toArray());
        // position (n + 1/3) q + 1/3
        assertEquals(31. / 3 / 4 + 1. / 3, ten.quantile(.25), 1e-12);
        assertEquals(31. / 3 * 3 / 4 + 1. / 3, ten.quantile(.75), 1e-12);
        assertEquals(ten.median(), ten.quantile(.5), 1e-12);
        assertEquals(10, ten.quantile(.99));
    }

    @Test
    void equalValuesGiveADegenerateInterval() {
        OrderStatistics equal = OrderStatistics.of(8, 8, 8, 8, 8, 8);
        assertEquals(Optional.of(new Interval(8, 8)), equal.interval(.5));
        assertEquals(8, equal.quantile(.25));
    }

    @Test
    void argumentsStayAsTheyWere() {
        double[] values = {3, 1, 2};
        assertEquals(2, OrderStatistics.of(values).median());
        assertEquals(3, values[0]);
    }

    @Test
    void emptyAndNonFiniteSamplesAreRefused() {
        assertThrows(IllegalArgumentException.class, OrderStatistics::of);
        assertThrows(IllegalArgumentException.class, () -> OrderStatistics.of(1, Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> OrderStatistics.of(Double.POSITIVE_INFINITY));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, -.1, Double.NaN})
    void probabilitiesAtTheEndsHaveNoRanks(double q) {
        assertThrows(IllegalArgumentException.class, () -> OrderStatistics.ranks(10, q));
        assertThrows(IllegalArgumentException.class, () -> OrderStatistics.leastN(q));
    }
}

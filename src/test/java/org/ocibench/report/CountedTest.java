package org.ocibench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CountedTest {

    @ParameterizedTest
    @CsvSource({"0, 0 blocks", "1, 1 block", "2, 2 blocks", "21, 21 blocks"})
    void onlyOneIsSingular(int number, String told) {
        assertEquals(told, Counted.of(number, "block"));
    }
}

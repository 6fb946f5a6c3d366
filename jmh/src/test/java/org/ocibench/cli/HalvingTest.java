package org.ocibench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ocibench.report.SharedRegression;

class HalvingTest {

    private final List<Integer> asked = new ArrayList<>();

    /** @param row a letter each: g for good, b for bad, ? for what cannot be judged */
    private Halving.Found search(String row) throws Exception {
        return Halving.search(row.length() - 1, index -> {
            asked.add(index);
            return switch (row.charAt(index)) {
                case 'g' -> SharedRegression.ABSENT;
                case 'b' -> SharedRegression.PRESENT;
                default -> SharedRegression.UNDECIDED;
            };
        });
    }

    @ParameterizedTest
    @CsvSource({"gb, 0, 1", "ggb, 1, 2", "gbb, 0, 1", "gggbb, 2, 3", "gggggggb, 6, 7", "gbbbbbbb, 0, 1",
        "g?b, 0, 2", "g???b, 0, 4", "gg?bb, 1, 3", "g?gb, 2, 3", "gb?b, 0, 1", "gg??b, 1, 4", "g??bb, 0, 3"})
    void theFirstBadOneIsFoundAsFarAsItCanBeTold(String row, int good, int bad) throws Exception {
        assertEquals(new Halving.Found(good, bad), search(row));
        assertEquals(asked.stream().distinct().toList(), asked, "none is judged twice");
    }

    @Test
    void halvesAreHalves() throws Exception {
        for (int first = 1; first < 1000; first += 37) {
            asked.clear();
            int bad = first;
            assertEquals(bad, search("g".repeat(bad) + "b".repeat(1000 - bad)).bad());
            assertTrue(asked.size() <= 10, asked.toString());
        }
        assertTrue(IntStream.of(0, 999).noneMatch(asked::contains), "the ends are known");
    }
}

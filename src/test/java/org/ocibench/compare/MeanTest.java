package org.ocibench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class MeanTest {

    /** t.test(c(1, 2, 3, 4)) of R: mean 2.5, interval 0.4457397 to 4.5542603. */
    @Test
    void meanAndInterval() {
        Mean mean = Mean.of(1, 2, 3, 4);
        assertEquals(2.5, mean.value());
        assertEquals(4, mean.n());
        assertEquals(.4457397, mean.interval().orElseThrow().lower(), 1e-7);
        assertEquals(4.5542603, mean.interval().orElseThrow().upper(), 1e-7);
    }

    @Test
    void oneValueHasNoInterval() {
        assertEquals(new Mean(7, Optional.empty(), 1), Mean.of(7));
    }

    @Test
    void noValue() {
        assertThrows(IllegalArgumentException.class, Mean::of);
    }
}

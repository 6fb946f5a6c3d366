package org.ocibench.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OrderTest {

    @Test
    void theSameSeedDrawsTheSame() {
        Order one = new Order(7);
        Order other = new Order(7);
        for (int i = 0; i < 20; i++) {
            assertEquals(one.drawn(List.of("a", "b", "c")), other.drawn(List.of("a", "b", "c")));
            assertEquals(one.padding(), other.padding());
        }
    }

    @Test
    void anotherSeedDrawsOthers() {
        List<Integer> one = draws(new Order(7));
        assertNotEquals(one, draws(new Order(8)));
    }

    private static List<Integer> draws(Order order) {
        return IntStream.range(0, 20).map(i -> order.padding()).boxed().toList();
    }

    @Test
    void environmentsHaveEveryLengthWithinAPage() {
        Order order = new Order(1);
        Set<Integer> lengths = new TreeSet<>(IntStream.range(0, 2000).map(i -> order.padding()).boxed().toList());
        assertTrue(lengths.size() > 1000 && lengths.stream().allMatch(length -> length >= 0 && length < 4096), lengths.size() + " lengths");
    }
}

package org.ocibench.schedule;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Draws the orders of a campaign from one recorded seed. */
final class Order {

    private final Random random;

    Order(long seed) {
        random = new Random(seed);
    }

    <T> List<T> drawn(List<T> items) {
        List<T> order = new ArrayList<>(items);
        Collections.shuffle(order, random);
        return order;
    }
}

package org.ocibench.schedule;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Draws what is random in a campaign from one recorded seed. */
final class Order {

    /** Bytes: all places that the stack of a started program can have within a page. */
    private static final int PAGE = 4096;

    private final Random random;

    Order(long seed) {
        random = new Random(seed);
    }

    /** A length for {@link org.ocibench.host.Tool#PADDING}. */
    int padding() {
        return random.nextInt(PAGE);
    }

    <T> List<T> drawn(List<T> items) {
        List<T> order = new ArrayList<>(items);
        Collections.shuffle(order, random);
        return order;
    }
}

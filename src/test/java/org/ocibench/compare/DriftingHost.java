package org.ocibench.compare;

import java.util.Random;

/**
 * Wall times of one and the same binary on an ordinary virtual machine: every start has some noise of its own and now and then a
 * spike; the machine's speed wanders by 3 % within minutes, a neighbour takes 8 % for a minute out of ten, and it all grows by 1 %
 * in a thousand starts.
 */
final class DriftingHost {

    private static final double MILLIS = 25;
    private static final double SECONDS_PER_START = .1;
    private static final double MEMORY = Math.exp(-SECONDS_PER_START / 120);

    private final Random random;
    private double speed;
    private double neighbour;
    private int starts;

    DriftingHost(long seed) {
        random = new Random(seed);
        speed = .03 * random.nextGaussian();
    }

    /** The next so many starts in order of time. */
    double[] millis(int n) {
        double[] millis = new double[n];
        for (int i = 0; i < n; i++) {
            millis[i] = next();
        }
        return millis;
    }

    private double next() {
        speed = MEMORY * speed + .03 * Math.sqrt(1 - MEMORY * MEMORY) * random.nextGaussian();
        if (random.nextDouble() < SECONDS_PER_START / (neighbour > 0 ? 60 : 540)) {
            neighbour = neighbour > 0 ? 0 : .08;
        }
        double spike = random.nextDouble() < .02 ? -.35 * Math.log(1 - random.nextDouble()) : 0;
        return MILLIS * Math.exp(speed + neighbour + 1e-5 * starts++ + .1 * random.nextGaussian() + spike);
    }
}

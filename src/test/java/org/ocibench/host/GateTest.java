package org.ocibench.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GateTest {

    private static final long AMPLE_MILLIS = 30_000;
    private static final int THREADS = 16;

    private final ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    private final AtomicInteger passed = new AtomicInteger();

    @AfterEach
    void end() {
        pool.shutdownNow();
    }

    private List<Future<?>> comers(Gate gate, int count) {
        List<Future<?>> comers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            comers.add(pool.submit(() -> {
                gate.pass();
                return passed.incrementAndGet();
            }));
        }
        return comers;
    }

    @Test
    void nobodyPassesBeforeItOpensAndAllDoThen() throws Exception {
        Gate gate = new Gate(THREADS);
        List<Future<?>> comers = comers(gate, THREADS);
        assertTrue(gate.awaitAll(AMPLE_MILLIS));
        assertEquals(0, passed.get());
        assertTrue(comers.stream().noneMatch(Future::isDone));
        gate.open();
        for (Future<?> comer : comers) {
            comer.get(AMPLE_MILLIS, TimeUnit.MILLISECONDS);
        }
        assertEquals(THREADS, passed.get());
    }

    @Test
    void whoComesAfterItWasOpenedDoesNotWait() throws Exception {
        Gate gate = new Gate(1);
        gate.open();
        comers(gate, 1).get(0).get(AMPLE_MILLIS, TimeUnit.MILLISECONDS);
        assertEquals(1, passed.get());
    }

    @Test
    void whoIsInterruptedGoesAwayInsteadOfPassing() throws Exception {
        Gate gate = new Gate(THREADS);
        comers(gate, THREADS);
        assertTrue(gate.awaitAll(AMPLE_MILLIS));
        pool.shutdownNow();
        assertTrue(pool.awaitTermination(AMPLE_MILLIS, TimeUnit.MILLISECONDS));
        assertEquals(0, passed.get());
    }

    @Test
    void itIsToldWhenSomebodyDoesNotCome() throws Exception {
        Gate gate = new Gate(2);
        Future<?> only = comers(gate, 1).get(0);
        assertFalse(gate.awaitAll(20));
        assertFalse(only.isDone());
        gate.open();
        only.get(AMPLE_MILLIS, TimeUnit.MILLISECONDS);
    }
}

package org.ocibench.host;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets several threads go at the same moment; serves once. They are woken one by one by the thread that opens it, which takes
 * some microseconds each: less than a chain in which each wakes the next, and no thread has to win a lock first.
 */
public final class Gate {

    private final CountDownLatch absent;
    private final Queue<Thread> waiting = new ConcurrentLinkedQueue<>();
    private volatile boolean open;

    /** @param threads how many will come */
    public Gate(int threads) {
        absent = new CountDownLatch(threads);
    }

    /** Waits, as one of the threads, until it is opened. */
    public void pass() throws InterruptedException {
        waiting.add(Thread.currentThread());
        absent.countDown();
        while (!open) {
            LockSupport.park(this);
            if (Thread.interrupted()) {
                throw new InterruptedException("while waiting at a gate");
            }
        }
    }

    /**
     * Waits until all threads are there, so that opening lets them go together.
     *
     * @return false if some did not come in time
     */
    public boolean awaitAll(long millis) throws InterruptedException {
        return absent.await(millis, TimeUnit.MILLISECONDS);
    }

    /** Lets all go that wait, and all that come later. */
    public void open() {
        open = true;
        waiting.forEach(LockSupport::unpark);
    }
}

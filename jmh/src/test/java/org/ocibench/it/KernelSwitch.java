package org.ocibench.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The switch behind {@code kernel=quiet}. It is one of the whole host, so no other campaign may live beside a test of it. */
final class KernelSwitch {

    private static final Path FILE = Path.of("/sys/kernel/rcu_expedited");
    private static final long PATIENCE_SECONDS = 60;

    private KernelSwitch() {
    }

    /** Skips the test where the switch cannot be set, or where somebody else's campaign would meddle with it. */
    static void needs() throws InterruptedException {
        Requirements.needsRoot();
        if (!Files.isWritable(FILE)) {
            Requirements.hostCannot(FILE + " cannot be written");
        }
        long deadline = System.nanoTime() + PATIENCE_SECONDS * 1_000_000_000;
        while (!Leftovers.foreign().isEmpty()) {
            if (System.nanoTime() > deadline) {
                Requirements.hostCannot("campaigns of others run at the same time: " + Leftovers.foreign());
            }
            Thread.sleep(200);
        }
    }

    static int read() throws IOException {
        return Integer.parseInt(Files.readString(FILE).strip());
    }

    static void write(int value) throws IOException {
        Files.writeString(FILE, Integer.toString(value));
    }
}

package org.ocibench.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The switch behind {@code kernel=quiet}. It is one of the whole host, so no other campaign may live beside a test of it. */
final class KernelSwitch {

    private static final Path FILE = Path.of("/sys/kernel/rcu_expedited");

    private KernelSwitch() {
    }

    /** Skips the test where the switch cannot be set, and waits until no campaign of others could meddle with it. */
    static void needs() throws InterruptedException {
        Requirements.needsRoot();
        if (!Files.isWritable(FILE)) {
            Requirements.hostCannot(FILE + " cannot be written");
        }
        Bench.awaitFreeHost();
    }

    static int read() throws IOException {
        return Integer.parseInt(Files.readString(FILE).strip());
    }

    static void write(int value) throws IOException {
        Files.writeString(FILE, Integer.toString(value));
    }
}

package org.ocibench;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.ocibench.host.Printable;

/** What a reader may say of a stranger's input. */
public final class Told {

    private static final int LONGEST = 1000;

    private Told() {
    }

    /** The message names the file and can be printed. */
    public static void of(Throwable thrown, Path file) {
        of(thrown);
        assertTrue(thrown.getMessage().contains(file.toString()), thrown.getMessage());
    }

    /** The message is there, short, and can be printed. */
    public static void of(Throwable thrown) {
        String message = thrown.getMessage();
        assertTrue(message != null && !message.isBlank(), () -> "no message: " + thrown);
        assertTrue(Printable.is(message), () -> "not printable: " + message);
        assertTrue(message.length() <= LONGEST, () -> "too long: " + message.length());
    }
}

package org.ocibench.schedule;

import java.io.PrintStream;

/** A line that tells how far something is: rewritten in place on a terminal, a line each time elsewhere. */
final class StatusLine {

    private final PrintStream out;
    private final boolean terminal;

    StatusLine(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    void say(String line) {
        if (terminal) {
            // Erases the rest of the old line.
            out.print("\r" + line + "\u001b[K");
            out.flush();
        } else {
            out.println(line);
        }
    }

    void end() {
        if (terminal) {
            out.println();
        }
    }
}

package org.ocibench.schedule;

import java.io.PrintStream;
import java.util.Locale;

/** One line that tells how far the campaign is: rewritten in place on a terminal, a line per cycle elsewhere. */
final class Progress {

    private final PrintStream out;
    private final boolean terminal;
    private final Plan plan;
    private final long begun = System.nanoTime();
    private int operations;
    private int failures;

    Progress(PrintStream out, boolean terminal, Plan plan) {
        this.out = out;
        this.terminal = terminal;
        this.plan = plan;
    }

    void operation(boolean succeeded) {
        operations++;
        failures += succeeded ? 0 : 1;
    }

    void cycle(int block, int cycle) {
        int all = 0;
        for (int b = 1; b <= plan.blocks().size(); b++) {
            all += plan.operationsOf(b);
        }
        double elapsed = (System.nanoTime() - begun) / 1e9;
        double left = operations == 0 ? 0 : elapsed / operations * (all - operations);
        say(String.format(Locale.ROOT, "block %d/%d  cycle %d/%d  %3.0f %%  %d:%02d left  %d failed", block,
                plan.blocks().size(), cycle, plan.cycles(), Math.min(100, 100.0 * operations / all), (int) left / 60,
                (int) left % 60, failures));
    }

    void end() {
        if (terminal) {
            out.println();
        }
    }

    private void say(String line) {
        if (terminal) {
            // Erases the rest of the old line.
            out.print("\r" + line + "\u001b[K");
            out.flush();
        } else {
            out.println(line);
        }
    }
}

package org.ocibench.schedule;

import java.io.PrintStream;
import java.util.Locale;

/** One line that tells how far the campaign is: rewritten in place on a terminal, a line per cycle elsewhere. */
final class Progress {

    /** Before this share of the plan is done, what it took so far says little about the rest. */
    private static final double TOO_EARLY = .05;

    private final PrintStream out;
    private final boolean terminal;
    private final Plan plan;
    private final Health health;
    private final long begun = System.nanoTime();
    private int failures;

    Progress(PrintStream out, boolean terminal, Plan plan, Health health) {
        this.out = out;
        this.terminal = terminal;
        this.plan = plan;
        this.health = health;
    }

    void operation(boolean succeeded) {
        failures += succeeded ? 0 : 1;
    }

    /** Says that a cycle begins; both numbers from 1. */
    void cycle(int block, int cycle) {
        double planned = Planner.seconds(plan, health);
        double done = Planner.secondsBefore(plan, health, block, cycle);
        double elapsed = (System.nanoTime() - begun) / 1e9;
        double left = (planned - done) * (done < TOO_EARLY * planned ? 1 : elapsed / done);
        say(String.format(Locale.ROOT, "block %d/%d  cycle %d/%d  %3.0f %%  %d:%02d left  %d failed", block,
                plan.blocks().size(), cycle, plan.cycles(), 100 * done / planned, (int) left / 60, (int) left % 60, failures));
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

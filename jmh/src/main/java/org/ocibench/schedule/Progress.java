package org.ocibench.schedule;

import java.util.Locale;

/** Tells how far the campaign is, a line per cycle. */
final class Progress {

    /** Before this share of the plan is done, what it took so far says little about the rest. */
    private static final double TOO_EARLY = .05;

    private final StatusLine line;
    private final Plan plan;
    private final Health health;
    private final long begun = System.nanoTime();
    private int failures;

    Progress(StatusLine line, Plan plan, Health health) {
        this.line = line;
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
        line.say(String.format(Locale.ROOT, "block %d/%d  cycle %d/%d  %3.0f %%  %d:%02d left  %d failed", block,
                plan.blocks().size(), cycle, plan.cycles(), 100 * done / planned, (int) left / 60, (int) left % 60, failures));
    }

    void end() {
        line.end();
    }
}

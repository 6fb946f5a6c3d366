package org.ocibench.schedule;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.ocibench.engine.FailureClass;
import org.ocibench.report.Parked;

/** How each arm fares: its adaptive time-out, and whether it is parked because it fails too often. */
final class Health {

    /** Failures in a row after which an arm is parked. */
    static final int STREAK = 20;
    /** Attempts from which on half of them failing parks an arm. */
    static final int MANY = 40;

    /**
     * Marks lost in a row after which an arm is parked. A client of containerd loses one now and then, most often with many containers
     * at once; this many by chance are rarer than a runtime that runs something else.
     */
    static final int MARKS = 3;

    private static final Duration SHORTEST = Duration.ofSeconds(2);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration UNKNOWN = Duration.ofSeconds(10);
    private static final int TIMES_MEDIAN = 20;
    private static final int PILOT = 5;

    private final Duration override;
    private final Map<String, State> states = new HashMap<>();
    private final Map<String, Parked> parked = new TreeMap<>();

    /** @param override the user's {@code --op-timeout}, or null */
    Health(Duration override) {
        this.override = override;
    }

    private static final class State {
        private final List<Long> pilotNanos = new ArrayList<>();
        private long expectedNanos;
        private int attempts;
        private int failures;
        private int streak;
        private int marksLost;
    }

    /** Takes in a probe: its times make the pilot; its failures do not count against the arm. */
    void probed(Probe.Finding finding) {
        State state = states.computeIfAbsent(finding.arm().key(), key -> new State());
        state.pilotNanos.addAll(finding.successNanos());
        state.expectedNanos = finding.lastNanos();
    }

    /** Takes in how an operation ended. */
    void note(String arm, boolean succeeded, long wallNanos) {
        State state = states.computeIfAbsent(arm, key -> new State());
        state.attempts++;
        if (succeeded) {
            state.streak = 0;
            if (state.pilotNanos.size() < PILOT) {
                state.pilotNanos.add(wallNanos);
            }
            return;
        }
        state.failures++;
        state.streak++;
        if (state.streak >= STREAK) {
            park(arm, state, STREAK + " starts in a row failed");
        } else if (state.attempts >= MANY && state.failures * 2 >= state.attempts) {
            park(arm, state, state.failures + " of " + state.attempts + " starts failed");
        }
    }

    /**
     * Takes in how a start ended that was to leave a mark.
     *
     * @param failure null if it came
     */
    void marked(String arm, FailureClass failure) {
        State state = states.computeIfAbsent(arm, key -> new State());
        if (failure == null) {
            state.marksLost = 0;
        } else if (failure == FailureClass.LOST_OUTPUT && ++state.marksLost >= MARKS) {
            park(arm, state, MARKS + " containers in a row that were to write a mark ended without it, so none of its times is to be "
                    + "trusted");
        }
    }

    /** The time-out of an arm's next operation: 20 times its pilot's median, within 2 and 30 s. */
    Duration limit(String arm) {
        if (override != null) {
            return override;
        }
        State state = states.get(arm);
        if (state == null || state.pilotNanos.isEmpty()) {
            return UNKNOWN;
        }
        Duration wanted = Duration.ofNanos(pilotMedianNanos(arm) * TIMES_MEDIAN);
        return wanted.compareTo(SHORTEST) < 0 ? SHORTEST : wanted.compareTo(LONGEST) > 0 ? LONGEST : wanted;
    }

    /** Median of an arm's first successes in nanoseconds; if it had none, what its failed probe took. */
    long pilotMedianNanos(String arm) {
        State state = states.get(arm);
        if (state == null || state.pilotNanos.isEmpty()) {
            return state == null ? 0 : state.expectedNanos;
        }
        long[] sorted = state.pilotNanos.stream().mapToLong(Long::longValue).sorted().toArray();
        return Arrays.stream(sorted).skip(sorted.length / 2).findFirst().orElseThrow();
    }

    /** Parks an arm at once: what it says is not to be believed any more. */
    void distrust(String arm, String reason) {
        park(arm, states.computeIfAbsent(arm, key -> new State()), reason);
    }

    boolean isParked(String arm) {
        return parked.containsKey(arm);
    }

    List<Parked> parked() {
        return List.copyOf(parked.values());
    }

    private void park(String arm, State state, String reason) {
        parked.putIfAbsent(arm, new Parked(arm, state.attempts, reason));
    }
}

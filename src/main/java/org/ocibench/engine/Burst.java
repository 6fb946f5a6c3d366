package org.ocibench.engine;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A phase of an arm that is several containers at once: {@code together-16}, {@code together-16-idle50-mounts100}.
 *
 * @param together containers of a burst, all started at the same moment
 * @param state    what the host has besides
 */
public record Burst(int together, HostState state) {

    /** More would not fit the line in which a fork tells of them. */
    public static final int MOST_TOGETHER = 256;

    private static final Pattern PHASE =
            Pattern.compile("together-([1-9][0-9]{0,3})(?:-idle([1-9][0-9]{0,4}))?(?:-mounts([1-9][0-9]{0,4}))?");

    public Burst {
        if (together < 1 || together > MOST_TOGETHER) {
            throw new IllegalArgumentException("together is not from 1 to " + MOST_TOGETHER + ": " + together);
        }
    }

    /** Its name as a part of an arm's key. */
    public String phase() {
        return "together-" + together + (state.idle() == 0 ? "" : "-idle" + state.idle())
                + (state.mounts() == 0 ? "" : "-mounts" + state.mounts());
    }

    /**
     * The burst of a phase, or empty if the phase is another.
     *
     * @throws IllegalArgumentException if it is a burst with numbers out of range
     */
    public static Optional<Burst> ofPhase(String phase) {
        Matcher matcher = PHASE.matcher(phase);
        return matcher.matches()
                ? Optional.of(new Burst(Integer.parseInt(matcher.group(1)),
                        new HostState(number(matcher.group(2)), number(matcher.group(3)))))
                : Optional.empty();
    }

    private static int number(String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }
}

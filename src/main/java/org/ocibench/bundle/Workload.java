package org.ocibench.bundle;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What the container does. A workload that ends with a sentinel tells "the workload ran" from "0 without running anything"
 * and from every exit code that the runtimes use for failures of their own (1, 128, 255).
 *
 * <p>Each is one exec of busybox. The shell costs 10 us of 520 us more than {@code true}; an awk program that ends with 42
 * is no cheaper than the shell.
 */
public enum Workload {
    /** Ends at once with the sentinel. */
    EXIT(42, "exit 42", "/bin/sh", "-c", "exit 42"),
    /** Lives at least 50 ms, then ends with the sentinel. busybox forks for {@code usleep} without another exec. */
    LIVE50(42, "usleep 50000; exit 42", "/bin/sh", "-c", "usleep 50000; exit 42"),
    /** Ends at once with 0, as in the article that this bench answers; only its mark shows that anything ran. */
    TRUE(0, "exit 0", "/bin/true");

    /** What a container runs that sleeps until it is killed; it writes {@link #MARK} first. */
    public static final List<String> IDLE_ARGS = List.of("/bin/sh", "-c", "echo " + Workload.MARK + "; exec sleep 3600");

    /** What a container with a mark writes to its standard output: a runtime that runs nothing cannot have written it. */
    public static final String MARK = "ocibench-container-ran";

    private final int expectedExit;
    private final List<String> args;
    private final List<String> markedArgs;

    Workload(int expectedExit, String script, String... args) {
        this.expectedExit = expectedExit;
        this.args = List.of(args);
        markedArgs = List.of("/bin/sh", "-c", "echo " + MARK + "; " + script);
    }

    /** Name as a parameter value: {@code exit}, {@code live50}, {@code true}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Program and arguments, absolute in the rootfs. */
    public List<String> args() {
        return args;
    }

    /** The same, with {@link #MARK} written first. */
    public List<String> markedArgs() {
        return markedArgs;
    }

    /** Exit code of a container that did what it should. */
    public int expectedExit() {
        return expectedExit;
    }

    /**
     * The workload with this label.
     *
     * @throws IllegalArgumentException naming the valid labels, if there is none
     */
    public static Workload ofLabel(String label) {
        return Arrays.stream(values()).filter(w -> w.label().equals(label)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown workload '" + label + "', known are "
                        + Arrays.stream(values()).map(Workload::label).collect(Collectors.joining(", "))));
    }
}

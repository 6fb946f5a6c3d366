package org.ocibench.benchmark;

import java.util.Set;
import org.ocibench.host.TaskTracer;
import org.openjdk.jmh.profile.ProfilerException;

/**
 * Options of {@link LayerProfiler}, as JMH's profilers take them: {@code name=value}, with semicolons between.
 *
 * @param bufferBytes room for records per CPU ({@code buffer}, in MiB: 1, 2, 4 ... 256)
 * @param periodNanos time between two samples that divide user from system time ({@code period}, in us: 50 to 10000)
 */
record LayerOptions(int bufferBytes, long periodNanos) {

    private static final String HELP = "-prof layers[:buffer=MIB;period=US]: buffer is the room for trace records per CPU (a power of "
            + "two from 1 to 256, default 4), period the time between two samples that divide user from system time (50 to 10000, "
            + "default 250)";
    private static final Set<Integer> BUFFERS = Set.of(1, 2, 4, 8, 16, 32, 64, 128, 256);
    private static final int LEAST_PERIOD = 50;
    private static final int LONGEST_PERIOD = 10_000;

    /**
     * Reads them.
     *
     * @throws ProfilerException if they are not understood, or if help is asked for
     */
    static LayerOptions parse(String options) throws ProfilerException {
        int buffer = TaskTracer.DEFAULT_BUFFER_BYTES;
        long period = TaskTracer.DEFAULT_PERIOD_NANOS;
        for (String option : options == null || options.isBlank() ? new String[0] : options.split(";")) {
            String[] parts = option.strip().split("=", 2);
            int value = parts.length == 2 && parts[1].matches("[0-9]{1,6}") ? Integer.parseInt(parts[1]) : -1;
            if (parts[0].equals("buffer") && BUFFERS.contains(value)) {
                buffer = value << 20;
            } else if (parts[0].equals("period") && value >= LEAST_PERIOD && value <= LONGEST_PERIOD) {
                period = value * 1000L;
            } else {
                throw new ProfilerException(HELP);
            }
        }
        return new LayerOptions(buffer, period);
    }
}

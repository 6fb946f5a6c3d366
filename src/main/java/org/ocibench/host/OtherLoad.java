package org.ocibench.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * How many CPUs the host spends on other things than the campaign: all that {@code /proc/stat} calls busy, stolen time too, less
 * what the campaign's cgroup and the bench's own processes used. Work that the kernel does for containers in threads of its own
 * counts as other, so an idle host is not at zero.
 */
public final class OtherLoad {

    /** Fields of the first line of /proc/stat after its name: user, nice, system, idle, iowait, irq, softirq, steal. */
    private static final int IDLE = 3;
    private static final int IOWAIT = 4;
    private static final int STEAL = 7;
    /** Ticks per second of {@code /proc}: USER_HZ, 100 on every architecture that Linux's JVMs run on. */
    private static final double TICKS = 100;

    private final Path root;
    private final ProcFiles files;
    private final CgroupMeter campaign;
    private final boolean waited;
    private final Map<ProcessKey, Long> ownTicks = new HashMap<>();
    private long busyTicks;
    private long campaignMicros;
    private long nanos;

    /**
     * @param root   {@code /} but in tests
     * @param cgroup the campaign's cgroup
     */
    public OtherLoad(Path root, CgroupLayout layout, String cgroup) {
        this.root = root;
        files = new ProcFiles(root);
        campaign = new CgroupMeter(layout, cgroup);
        // With v2 the launching thread stays outside the campaign's cgroup, and so does the runtime that it starts.
        waited = layout.controller("cpuacct").isEmpty();
    }

    /**
     * CPUs on average since the last call; empty at the first.
     *
     * @param own processes of the bench
     * @param now monotonic time in nanoseconds
     */
    public OptionalDouble sinceLast(Set<Long> own, long now) throws IOException {
        long busy = busy();
        long micros = campaign.cpuMicros().orElse(0);
        long ticks = ownTicks(own);
        double seconds = (now - nanos) / 1e9;
        double other = (busy - busyTicks - ticks) / TICKS - (micros - campaignMicros) / 1e6;
        boolean first = nanos == 0;
        busyTicks = busy;
        campaignMicros = micros;
        nanos = now;
        return first ? OptionalDouble.empty() : OptionalDouble.of(Math.max(0, other / seconds));
    }

    private long busy() throws IOException {
        String line = Files.readString(root.resolve("proc/stat"), StandardCharsets.US_ASCII).lines().findFirst().orElseThrow();
        String[] field = line.trim().split(" +");
        long sum = 0;
        for (int i = 0; i <= STEAL && i + 1 < field.length; i++) {
            sum += i == IDLE || i == IOWAIT ? 0 : Long.parseLong(field[i + 1]);
        }
        return sum;
    }

    // What each used since it was seen last; one that is new may be older than the interval, so it begins with nothing.
    private long ownTicks(Set<Long> own) {
        long sum = 0;
        for (long pid : own) {
            ProcStat stat = files.stat(pid);
            if (stat != null) {
                long ticks = stat.ticks() + (waited ? stat.waitedTicks() : 0);
                sum += ticks - ownTicks.getOrDefault(stat.key(), ticks);
                ownTicks.put(stat.key(), ticks);
            }
        }
        return sum;
    }
}

package org.ocibench.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Reads what a cgroup and all below it used: CPU time since it was made, and peak memory since the last reset. */
public final class CgroupMeter {

    private final Path cpu;
    private final Path user;
    private final Path system;
    private final boolean cpuUnified;
    private final Path peak;
    private final boolean peakResets;

    /** A meter on the cgroup with this absolute path. */
    public CgroupMeter(CgroupLayout layout, String path) {
        String relative = path.substring(1);
        Optional<CgroupLayout.Hierarchy> v1 = layout.controller("cpuacct");
        // In v2 the CPU time in cpu.stat needs no controller.
        Optional<CgroupLayout.Hierarchy> unified =
                layout.hierarchies().stream().filter(CgroupLayout.Hierarchy::unified).findFirst();
        cpuUnified = v1.isEmpty();
        cpu = v1.map(h -> h.mount().resolve(relative).resolve("cpuacct.usage"))
                .or(() -> unified.map(h -> h.mount().resolve(relative).resolve("cpu.stat"))).orElse(null);
        user = v1.map(h -> h.mount().resolve(relative).resolve("cpuacct.usage_user")).orElse(null);
        system = v1.map(h -> h.mount().resolve(relative).resolve("cpuacct.usage_sys")).orElse(null);
        Optional<CgroupLayout.Hierarchy> memory = layout.controller("memory");
        peakResets = memory.isPresent() && !memory.get().unified();
        peak = memory.map(h -> h.mount().resolve(relative).resolve(h.unified() ? "memory.peak" : "memory.max_usage_in_bytes"))
                .filter(Files::exists).orElse(null);
    }

    /** User and system time in microseconds, or empty if no hierarchy tells. */
    public OptionalLong cpuMicros() throws IOException {
        if (cpu == null) {
            return OptionalLong.empty();
        }
        String text = Files.readString(cpu, StandardCharsets.US_ASCII);
        return OptionalLong.of(cpuUnified ? Long.parseLong(text.lines().findFirst().orElseThrow().split(" ")[1])
                : Long.parseLong(text.strip()) / 1000);
    }

    /**
     * The part of the CPU time that was spent in the kernel, from 0 to 1. The kernel tells the two apart by its clock's ticks, so it takes
     * some hundred starts to be worth something. Empty on v2, where nobody asks, and where nothing was used.
     */
    public OptionalDouble systemShare() throws IOException {
        if (user == null || !Files.exists(user)) {
            return OptionalDouble.empty();
        }
        double inUser = Long.parseLong(Files.readString(user, StandardCharsets.US_ASCII).strip());
        double inSystem = Long.parseLong(Files.readString(system, StandardCharsets.US_ASCII).strip());
        return inUser + inSystem > 0 ? OptionalDouble.of(inSystem / (inUser + inSystem)) : OptionalDouble.empty();
    }

    /** Starts a new peak. In v2 the peak of a cgroup cannot be reset for every kernel, so there it is none. */
    public void resetPeak() throws IOException {
        if (peak != null && peakResets) {
            Files.writeString(peak, "0");
        }
    }

    /** Peak memory in bytes since the last reset, or empty if it cannot be had. */
    public OptionalLong peakBytes() throws IOException {
        return peak == null || !peakResets ? OptionalLong.empty()
                : OptionalLong.of(Long.parseLong(Files.readString(peak, StandardCharsets.US_ASCII).strip()));
    }
}

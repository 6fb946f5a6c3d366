package org.ocibench.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Whether a container's swap can be limited together with its memory.
 *
 * @param possible whether the kernel accounts for swap in the memory hierarchy
 * @param swapKiB  swap of the host
 */
public record SwapLimit(boolean possible, long swapKiB) {

    private static final int SIZE_FIELD = 2;

    /**
     * Looks at a host.
     *
     * @param root {@code /} but in tests
     * @param path absolute path of a cgroup that is there: the uppermost one of v2 has no limits
     */
    public static SwapLimit read(Path root, CgroupLayout layout, String path) throws IOException {
        Optional<CgroupLayout.Hierarchy> memory = layout.controller("memory");
        boolean possible = memory.isPresent() && Files.exists(memory.get().mount().resolve(path.substring(1))
                .resolve(memory.get().unified() ? "memory.swap.max" : "memory.memsw.limit_in_bytes"));
        Path swaps = root.resolve("proc/swaps");
        long sum = 0;
        if (Files.exists(swaps)) {
            // Filename Type Size Used Priority, below a header
            sum = Files.readAllLines(swaps).stream().skip(1).map(line -> line.split("\\s+")).filter(f -> f.length > SIZE_FIELD)
                    .mapToLong(f -> Long.parseLong(f[SIZE_FIELD])).sum();
        }
        return new SwapLimit(possible, sum);
    }

    /** What that means for a limit of memory, in a sentence. */
    public String told() {
        if (possible) {
            return "Swap is pinned: memory and swap together have the limit of memory";
        }
        return swapKiB == 0 ? "Swap cannot be limited on this kernel; this host has none"
                : "SWAP IS NOT PINNED: this kernel does not account for it, and this host has " + swapKiB
                        + " KiB of it, so a minimum of memory may be too small";
    }
}

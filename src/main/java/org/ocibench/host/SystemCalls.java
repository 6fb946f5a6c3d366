package org.ocibench.host;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Numbers of the system calls that write and that wait for what was written.
 *
 * @param writes write, writev, pwrite64, pwritev, pwritev2
 * @param syncs  fsync, fdatasync, sync, syncfs, sync_file_range
 */
record SystemCalls(Set<Integer> writes, Set<Integer> syncs) {

    /** From asm/unistd_64.h and asm-generic/unistd.h, by what Java calls the architecture. */
    private static final Map<String, SystemCalls> KNOWN = Map.of(
            "amd64", new SystemCalls(Set.of(1, 20, 18, 296, 328), Set.of(74, 75, 162, 306, 277)),
            "aarch64", new SystemCalls(Set.of(64, 66, 68, 70, 287), Set.of(82, 83, 81, 267, 84)));

    /** Those of this machine; empty if they are not known here. */
    static Optional<SystemCalls> here() {
        return Optional.ofNullable(KNOWN.get(System.getProperty("os.arch")));
    }

    /** An expression over the field {@code id} that holds for these calls and no other. */
    String filter() {
        return Stream.concat(writes.stream(), syncs.stream()).sorted().map(number -> "id == " + number)
                .collect(Collectors.joining(" || "));
    }
}

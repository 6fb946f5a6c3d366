package org.ocibench.bundle;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.OptionalLong;

/**
 * Limits on a container: {@code linux.resources} of its spec.
 *
 * @param memoryBytes limit of memory
 * @param pinSwap     whether memory and swap together get the same limit, so that no swap can stand in for memory; where the
 *                    kernel does not account for swap, runtimes refuse that
 * @param pids        limit of processes and threads
 */
public record Resources(OptionalLong memoryBytes, boolean pinSwap, OptionalLong pids) {

    /** No limit. */
    public static final Resources UNLIMITED = new Resources(OptionalLong.empty(), false, OptionalLong.empty());

    void apply(ObjectNode resources) {
        memoryBytes.ifPresent(bytes -> {
            ObjectNode memory = resources.putObject("memory").put("limit", bytes);
            if (pinSwap) {
                memory.put("swap", bytes);
            }
        });
        pids.ifPresent(most -> resources.putObject("pids").put("limit", most));
    }
}

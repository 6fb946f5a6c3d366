package org.ocibench.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a campaign was made with: two of them compare as far as these are alike. All texts are as they stand in {@code meta.json};
 * what does not stand there is {@value #UNKNOWN}.
 *
 * @param machineId        digest of the hardware's description
 * @param environmentId    digest of what the bench takes for the environment on it
 * @param architecture     of the machine
 * @param benchmarkVersion digest of the benchmark's code, the containers' configurations and their root file system
 * @param imageDigest      of the image that containerd started; unknown where none did
 * @param facts            everything else that may matter, by path in {@code meta.json}: kernel, cgroups, storage, containerd, ...
 * @param binaries         SHA-256 by value of the runtime parameter
 * @param versions         versions by value of the runtime parameter
 */
public record Environment(String machineId, String environmentId, String architecture, String benchmarkVersion, String imageDigest,
        SortedMap<String, String> facts, Map<String, String> binaries, Map<String, String> versions) {

    /** Stands for what is not known. */
    public static final String UNKNOWN = "unknown";

    /** Of the plan: whether all runtimes were run from copies that were made alike. */
    private static final String COPIES = "copies";

    /** What of it differs from one run to the next by itself is not in the list. */
    private static final List<String> SECTIONS = List.of("cgroup", "cgroupManager", "cgroupMode", "cpufreq", "jvm", "kernel", "lsm", "machine",
            "memory", "privateWorld", "stack", "storage");
    private static final List<String> OF_PLAN = List.of(COPIES, "leadInsPerTurn", "timedPerTurn", "warmUps", "watchedPerTurn");

    public Environment {
        facts = Collections.unmodifiableSortedMap(new TreeMap<>(facts));
        binaries = Map.copyOf(binaries);
        versions = Map.copyOf(versions);
    }

    static Environment of(ObjectNode meta) {
        SortedMap<String, String> facts = new TreeMap<>();
        SECTIONS.forEach(section -> collect(meta.path(section), section, facts));
        OF_PLAN.forEach(name -> collect(meta.path("plan").path(name), "plan/" + name, facts));
        Map<String, String> binaries = new LinkedHashMap<>();
        Map<String, String> versions = new LinkedHashMap<>();
        meta.path("runtimes").forEach(runtime -> {
            binaries.put(runtime.path("runtime").asText(), runtime.path("sha256").asText(UNKNOWN));
            versions.put(runtime.path("runtime").asText(), runtime.path("version").asText(UNKNOWN));
        });
        JsonNode content = meta.path("content");
        return new Environment(meta.path("machineId").asText(UNKNOWN),
                meta.path("environmentId").asText(UNKNOWN), meta.path("machine").path("architecture").asText(UNKNOWN),
                content.path("benchmarkVersion").asText(UNKNOWN),
                content.path("imageDigest").isTextual() ? content.path("imageDigest").asText() : UNKNOWN, facts, binaries, versions);
    }

    /** Whether all runtimes were run from copies that were made alike, so that a copy and its original differ in nothing. */
    public boolean runsCopies() {
        return Boolean.parseBoolean(facts.get("plan/" + COPIES));
    }

    private static void collect(JsonNode node, String path, SortedMap<String, String> facts) {
        if (node.isObject()) {
            if (node.has("value") && node.has("reason")) {
                // What cannot be read here is told with its reason; the reason is no fact of the machine.
                facts.put(path, node.get("value").isNull() ? UNKNOWN : node.get("value").asText());
            } else {
                node.properties().forEach(one -> collect(one.getValue(), path + "/" + one.getKey(), facts));
            }
        } else if (node.isArray()) {
            facts.put(path, node.toString());
        } else if (!node.isMissingNode()) {
            facts.put(path, node.asText());
        }
    }
}

package org.ocibench.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What one OCI configuration has that another has not, in a few words. Texts that come from the configurations (names of
 * namespaces and fields) are as they stand there, so whoever prints them makes them fit to print.
 */
public final class SpecDiff {

    /** What is named by the rules below, or differs between hosts and containers without changing the work. */
    private static final Set<String> KNOWN = Set.of("/root/path", "/root/readonly", "/linux/cgroupsPath", "/linux/seccomp",
            "/hooks", "/mounts", "/linux/namespaces", "/linux/uidMappings", "/linux/gidMappings", "/process/capabilities",
            "/process/noNewPrivileges", "/process/terminal", "/linux/maskedPaths", "/linux/readonlyPaths", "/process/rlimits", "/annotations",
            "/linux/resources/devices", "/ociVersion", "/hostname", "/process/args", "/process/env");
    /** Lists whose entries may carry the container's id: as many of them are taken for the same. */
    private static final Set<String> NAMED_BY_ID = Set.of("/mounts", "/annotations", "/process/env");
    private static final int MOST_NAMES = 8;

    private final JsonNode from;
    private final JsonNode to;
    private final List<String> words = new ArrayList<>();

    private SpecDiff(JsonNode from, JsonNode to) {
        this.from = from;
        this.to = to;
    }

    /** What {@code to} changes compared with {@code from}, the costly things first; empty if nothing that counts. */
    public static List<String> words(ObjectNode from, ObjectNode to) {
        SpecDiff diff = new SpecDiff(from, to);
        diff.seccomp();
        diff.hooks();
        diff.mounts();
        diff.namespaces();
        diff.count("/linux/uidMappings", "uid mapping");
        diff.count("/linux/gidMappings", "gid mapping");
        diff.capabilities();
        diff.flag("/process/noNewPrivileges", "no_new_privs");
        diff.flag("/process/terminal", "a terminal");
        diff.flag("/root/readonly", "a read-only root file system");
        diff.count("/linux/maskedPaths", "masked path");
        diff.count("/linux/readonlyPaths", "read-only path");
        diff.count("/process/rlimits", "rlimit");
        diff.count("/linux/resources/devices", "device rule");
        diff.count("/annotations", "annotation");
        diff.count("/process/env", "environment variable");
        diff.otherFields();
        return diff.words;
    }

    private void seccomp() {
        int before = systemCalls(from);
        int after = systemCalls(to);
        boolean had = from.at("/linux/seccomp").isObject();
        boolean has = to.at("/linux/seccomp").isObject();
        if (has && !had) {
            words.add("seccomp with " + counted(after, "system call") + " named");
        } else if (had && !has) {
            words.add("no seccomp");
        } else if (!from.at("/linux/seccomp").equals(to.at("/linux/seccomp"))) {
            words.add("another seccomp profile with " + after + " instead of " + counted(before, "system call") + " named");
        }
    }

    private static int systemCalls(JsonNode spec) {
        int named = 0;
        for (JsonNode rule : spec.at("/linux/seccomp/syscalls")) {
            named += rule.path("names").size();
        }
        return named;
    }

    private void hooks() {
        Map<String, Integer> before = hooks(from);
        Map<String, Integer> after = hooks(to);
        if (!before.equals(after)) {
            int sum = after.values().stream().mapToInt(Integer::intValue).sum();
            words.add(sum == 0 ? "no hooks" : counted(sum, "hook") + " (" + limited(after.keySet()) + ")");
        }
    }

    private static Map<String, Integer> hooks(JsonNode spec) {
        Map<String, Integer> hooks = new LinkedHashMap<>();
        spec.path("hooks").properties().stream().filter(kind -> !kind.getValue().isEmpty())
                .forEach(kind -> hooks.put(kind.getKey(), kind.getValue().size()));
        return hooks;
    }

    private void mounts() {
        count("/mounts", "mount");
        Map<String, JsonNode> before = byField(from.path("mounts"), "destination");
        Map<String, JsonNode> after = byField(to.path("mounts"), "destination");
        // Not by their sources, which may be folders of one container.
        List<String> changed = after.keySet().stream().filter(before::containsKey)
                .filter(at -> !before.get(at).path("type").equals(after.get(at).path("type"))
                        || !before.get(at).path("options").equals(after.get(at).path("options"))).toList();
        if (!changed.isEmpty()) {
            words.add("other mounts at " + limited(changed));
        }
    }

    private void namespaces() {
        Set<String> before = byField(from.at("/linux/namespaces"), "type").keySet();
        Set<String> after = byField(to.at("/linux/namespaces"), "type").keySet();
        addAll(minus(after, before), "with %s namespace");
        addAll(minus(before, after), "without %s namespace");
    }

    private void capabilities() {
        Set<String> before = capabilities(from);
        Set<String> after = capabilities(to);
        int more = minus(after, before).size();
        int fewer = minus(before, after).size();
        if (more > 0) {
            words.add(more + " more " + (more == 1 ? "capability" : "capabilities"));
        }
        if (fewer > 0) {
            words.add(fewer + " fewer " + (fewer == 1 ? "capability" : "capabilities"));
        }
        if (more + fewer == 0 && !from.at("/process/capabilities").equals(to.at("/process/capabilities"))) {
            words.add("capabilities in other sets");
        }
    }

    private static Set<String> capabilities(JsonNode spec) {
        Set<String> all = new LinkedHashSet<>();
        spec.at("/process/capabilities").forEach(set -> set.forEach(name -> all.add(name.asText())));
        return all;
    }

    private void flag(String at, String what) {
        boolean before = from.at(at).asBoolean(false);
        boolean after = to.at(at).asBoolean(false);
        if (before != after) {
            words.add(after ? what : "without " + what);
        }
    }

    private void count(String at, String noun) {
        int more = to.at(at).size() - from.at(at).size();
        if (more != 0) {
            int count = Math.abs(more);
            words.add(count + (more > 0 ? " more " : " fewer ") + noun + (count == 1 ? "" : "s"));
        } else if (!NAMED_BY_ID.contains(at) && !from.at(at).equals(to.at(at))) {
            words.add("other " + noun + "s");
        }
    }

    private void otherFields() {
        Set<String> fields = new TreeSet<>();
        fields("", from, to, fields);
        if (!fields.isEmpty()) {
            words.add("other " + limited(fields));
        }
    }

    // Down to the third level: what lies deeper is one thing to a reader.
    private static void fields(String at, JsonNode before, JsonNode after, Set<String> fields) {
        if (KNOWN.contains(at) || before.equals(after)) {
            return;
        }
        boolean objects = (before.isObject() || before.isMissingNode()) && (after.isObject() || after.isMissingNode());
        if (objects && at.chars().filter(c -> c == '/').count() < 3) {
            Stream.concat(before.properties().stream(), after.properties().stream()).map(Map.Entry::getKey).distinct()
                    .forEach(name -> fields(at + "/" + name, before.path(name), after.path(name), fields));
        } else {
            fields.add(at.substring(1).replace('/', '.'));
        }
    }

    private void addAll(Set<String> names, String format) {
        if (!names.isEmpty()) {
            words.add(format.formatted(limited(names)) + (names.size() == 1 ? "" : "s"));
        }
    }

    private static Map<String, JsonNode> byField(JsonNode list, String field) {
        return StreamSupport.stream(list.spliterator(), false).collect(Collectors.toMap(one -> one.path(field).asText(),
                Function.identity(), (first, second) -> second, LinkedHashMap::new));
    }

    private static Set<String> minus(Set<String> all, Set<String> without) {
        Set<String> rest = new LinkedHashSet<>(all);
        rest.removeAll(without);
        return rest;
    }

    private static String limited(Collection<String> names) {
        return names.stream().limit(MOST_NAMES).collect(Collectors.joining(", "))
                + (names.size() > MOST_NAMES ? " and " + (names.size() - MOST_NAMES) + " more" : "");
    }

    private static String counted(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}

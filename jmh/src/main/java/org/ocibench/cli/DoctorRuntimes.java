package org.ocibench.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.ocibench.host.Tool;
import org.ocibench.report.SafeText;
import org.ocibench.runtime.RuntimeBinary;
import org.ocibench.runtime.RuntimeCatalog;

/** The section on the runtimes and the programs above them. */
final class DoctorRuntimes {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Pattern VERSION = Pattern.compile("v?(\\d+\\.\\d+[^\\s,]*)");
    /** What build commands choose features with: Go, cargo, configure. */
    private static final Pattern BUILD_FLAGS =
            Pattern.compile("-tags \\S+|--features \\S+|--(?:dis|en)able-\\S+|--with(?:out)?-\\S+");
    /** Lines of a version text that say nothing of the build. */
    private static final Pattern NO_FEATURE = Pattern.compile("(?i)(?:commit|rundir|.*\\bversion)\\b.*");

    private DoctorRuntimes() {
    }

    static void print(DoctorText out, RuntimeCatalog catalog, RuntimeCatalog.Places places)
            throws IOException {
        Map<String, Path> stack = stack(places);
        List<String> labels = new ArrayList<>(catalog.found().stream().map(DoctorRuntimes::name).toList());
        labels.addAll(catalog.absent());
        labels.add("containerd");
        out.section("Runtimes", labels);
        for (RuntimeBinary binary : catalog.found()) {
            out.fact(name(binary), binary.path() + (isOneOfSeveral(catalog, binary) ? "; plain " + binary.descriptor().name()
                    + " means this" : ""));
            String features = features(binary);
            if (!features.isEmpty()) {
                out.more(features);
            }
            if (binary.local()) {
                built(out, binary.provenance());
            }
        }
        for (String absent : catalog.absent()) {
            out.fact(absent, "not found");
            out.remedy("jmh/provision.sh " + absent + ", or put its binary on the PATH");
        }
        for (String problem : catalog.problems()) {
            out.fact("unusable", problem);
            out.remedy("remove that file or replace it by a working one");
        }
        stack.forEach((name, path) -> out.fact(name, path == null ? "not found" : version(path) + path));
        if (stack.containsValue(null)) {
            out.remedy("jmh/provision.sh");
        }
    }

    /** Name and version; binaries built on this host are told from the project's releases. */
    static String name(RuntimeBinary binary) {
        return binary.id() + (binary.local() ? "+local" : "");
    }

    /** What a version text says of the build: specification, libraries and {@code +FEATURE} words. */
    static String features(RuntimeBinary binary) {
        return String.join(", ", binary.versionText().lines().map(SafeText::of)
                .filter(line -> !line.isEmpty() && !NO_FEATURE.matcher(line).matches())
                .map(line -> line.replaceFirst("^(?:\\w+: (?=[a-z]+\\d)|(\\w+):)\\s*", "$1 ").strip()).toList());
    }

    private static boolean isOneOfSeveral(RuntimeCatalog catalog, RuntimeBinary binary) {
        return DoctorArms.isDefault(catalog, binary)
                && catalog.found().stream().filter(b -> b.descriptor().equals(binary.descriptor())).count() > 1;
    }

    private static void built(DoctorText out, JsonNode provenance) {
        List<String> flags = BUILD_FLAGS.matcher(provenance.path("buildCommand").asText("")).results()
                .map(MatchResult::group).distinct().toList();
        out.more("built here with " + provenance.path("toolchain").asText("an unknown toolchain")
                + (flags.isEmpty() ? "" : "; " + String.join(" ", flags)));
        provenance.path("patches").forEach(patch -> out.more("patched: " + patch.asText()));
    }

    private static Map<String, Path> stack(RuntimeCatalog.Places places) throws IOException {
        Map<String, Path> stack = new LinkedHashMap<>();
        stack.put("containerd", places.newest("containerd", "containerd").orElse(null));
        stack.put("ctr", places.newest("containerd", "ctr").orElse(null));
        stack.put("nerdctl", places.newest("nerdctl", "nerdctl").orElse(null));
        return stack;
    }

    private static String version(Path program) {
        try {
            Tool.Answer answer = Tool.run(List.of(program.toString(), "--version"), Tool.ENVIRONMENT, LIMIT);
            return VERSION.matcher(answer.stdout()).results().findFirst().map(m -> m.group(1) + ", ")
                    .orElse("does not tell its version (" + answer.told() + "), ");
        } catch (IOException e) {
            return "cannot be started (" + e.getMessage() + "), ";
        }
    }
}

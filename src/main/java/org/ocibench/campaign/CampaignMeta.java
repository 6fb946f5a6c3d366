package org.ocibench.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.ocibench.engine.Arm;
import org.ocibench.host.Printable;
import org.ocibench.host.Sha256;

/**
 * What a stored campaign's {@code meta.json} says of its arms. All texts are as they stand there, so whoever prints them makes
 * them fit to print.
 *
 * @param arms         the arms that were measured
 * @param displayNames name to show by value of the runtime parameter
 * @param notRun       arms that could not run
 * @param parked       why an arm was given up, by its key
 * @param probes       what went wrong when an arm was tried before the campaign, by its key
 * @param stderr       what failed starts said, by the digest in the operation log
 * @param systemShares which part of its CPU time an arm spent in the kernel, from 0 to 1, by its key; of arms of which it is known
 * @param caption      the conditions of the whole campaign, a line each
 * @param environment  what it was made with
 */
public record CampaignMeta(List<Arm> arms, Map<String, String> displayNames, List<Absent> notRun, Map<String, String> parked,
        Map<String, String> probes, Map<String, String> stderr, Map<String, Double> systemShares, List<String> caption,
        Environment environment) {

    /** Version of the layout of a campaign's files. */
    public static final int SCHEMA = 1;

    private static final int MAX_BYTES = 32 << 20;

    /** An arm that could not run, and why. */
    public record Absent(Arm arm, String reason) {
        public Absent {
            Objects.requireNonNull(arm, "arm is null");
            Objects.requireNonNull(reason, "reason is null");
        }
    }

    public CampaignMeta {
        arms = List.copyOf(arms);
        displayNames = Map.copyOf(displayNames);
        notRun = List.copyOf(notRun);
        parked = Map.copyOf(parked);
        probes = Map.copyOf(probes);
        stderr = Map.copyOf(stderr);
        systemShares = Map.copyOf(systemShares);
        caption = List.copyOf(caption);
        Objects.requireNonNull(environment, "environment is null");
    }

    /**
     * Reads the file in a campaign's folder, which may come from a stranger.
     *
     * @throws IOException if there is none, or it is of another shape; the message names the file
     */
    public static CampaignMeta read(Path folder) throws IOException {
        Path file = folder.resolve(CampaignFolder.META_JSON);
        ObjectNode tree = BoundedJson.read(file, MAX_BYTES);
        try {
            return of(tree);
        } catch (IllegalArgumentException e) {
            throw new IOException(Printable.of(file.toString()) + ": " + e.getMessage(), e);
        }
    }

    /**
     * Checks that files in the folder are those that meta.json was written with; those that it does not list are not looked at.
     *
     * @throws IOException if one is another
     */
    static void verify(Path folder, List<String> names) throws IOException {
        JsonNode sums = BoundedJson.read(folder.resolve(CampaignFolder.META_JSON), MAX_BYTES).path("sha256");
        for (String name : names) {
            Path file = folder.resolve(name);
            if (sums.has(name) && Files.exists(file) && !sums.get(name).asText().equals(Sha256.of(file))) {
                throw new IOException(Printable.of(file.toString()) + " is not the file that its meta.json was written with");
            }
        }
    }

    private static CampaignMeta of(ObjectNode tree) {
        if (tree.path("schema").asInt(SCHEMA) != SCHEMA) {
            throw new IllegalArgumentException("its schema is " + Printable.quoted(tree.path("schema").asText()) + ", of which this version knows "
                    + "nothing");
        }
        if (!tree.path("arms").isArray() || !tree.path("plan").isObject()) {
            throw new IllegalArgumentException("it lacks arms or plan, so it is no campaign's");
        }
        List<Arm> arms = new ArrayList<>();
        Map<String, Double> systemShares = new LinkedHashMap<>();
        tree.get("arms").forEach(arm -> {
            arms.add(Arm.ofKey(text(arm, "arm")));
            double share = arm.path("systemShare").asDouble(Double.NaN);
            if (share >= 0 && share <= 1) {
                systemShares.put(text(arm, "arm"), share);
            }
        });
        Map<String, String> names = new LinkedHashMap<>();
        tree.path("runtimes").forEach(runtime -> names.put(text(runtime, "runtime"), text(runtime, "name")));
        List<Absent> notRun = new ArrayList<>();
        tree.path("notRun").forEach(one -> notRun.add(new Absent(Arm.ofKey(text(one, "arm")), text(one, "reason"))));
        Map<String, String> parked = new LinkedHashMap<>();
        tree.path("quality").path("parked").forEach(one -> parked.put(text(one, "arm"), text(one, "reason")));
        return new CampaignMeta(arms, names, notRun, parked, texts(tree.path("probes")), texts(tree.path("stderr")),
                systemShares, caption(tree), Environment.of(tree));
    }

    private static List<String> caption(ObjectNode tree) {
        List<String> lines = new ArrayList<>();
        lines.add("linux " + tree.path("kernel").path("release").asText("of unknown version") + ", cgroup "
                + tree.path("cgroupMode").asText("of unknown version") + ", begun "
                + tree.path("started").asText("at an unknown time"));
        if (tree.path("plan").path("indicative").asBoolean(false)) {
            lines.add("INDICATIVE: fewer than 20 sub-blocks over 5 blocks, too few for a verdict");
        }
        if (!tree.path("complete").asBoolean(false)) {
            lines.add("The campaign ended early: the numbers are of what had run by then");
        }
        return lines;
    }

    private static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new LinkedHashMap<>();
        object.properties().forEach(one -> texts.put(one.getKey(), one.getValue().asText()));
        return texts;
    }

    private static String text(JsonNode object, String name) {
        JsonNode value = object.path(name);
        if (!value.isTextual()) {
            throw new IllegalArgumentException("there is no text '" + name + "' where one is wanted");
        }
        return value.asText();
    }
}

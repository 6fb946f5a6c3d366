package org.ocibench.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.ocibench.engine.Arm;
import org.ocibench.host.Printable;
import org.ocibench.host.Sha256;

/**
 * The OCI configurations that a campaign's containers were started with: {@code specs.json} in its folder. Many arms share one,
 * so each stands there once, under the SHA-256 of its text, and every arm names its own:
 *
 * <pre>{"schema": 1, "arms": {"runc/ctr/exit/burst/default": "ab12..."}, "specs": {"ab12...": {"ociVersion": ...}}}</pre>
 */
public final class SpecsFile {

    /** Its name in the campaign's folder. */
    public static final String NAME = "specs.json";

    private static final int SCHEMA = 1;
    private static final int MAX_BYTES = 16 << 20;

    private SpecsFile() {
    }

    /**
     * Writes the file.
     *
     * @param byArm configuration by key of the arm; what differs from start to start (ids, paths) is the caller's to take out
     */
    public static void write(CampaignFolder folder, Map<String, ? extends JsonNode> byArm) throws IOException {
        Map<String, String> arms = new TreeMap<>();
        Map<String, JsonNode> specs = new LinkedHashMap<>();
        byArm.forEach((arm, spec) -> {
            String digest = Sha256.of(spec.toString().getBytes(StandardCharsets.UTF_8));
            arms.put(arm, digest);
            specs.put(digest, spec);
        });
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("schema", SCHEMA);
        tree.put("arms", arms);
        tree.put("specs", specs);
        folder.writeJson(NAME, tree);
    }

    /**
     * Reads the file of a campaign, which may come from a stranger.
     *
     * @return configuration by key of the arm; empty if the campaign has no such file, as before there was one
     * @throws IOException if it is not such a file; the message names it
     */
    public static Optional<Map<String, ObjectNode>> read(Path folder) throws IOException {
        Path file = folder.resolve(NAME);
        ObjectNode tree;
        try {
            tree = BoundedJson.read(file, MAX_BYTES);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        try {
            return Optional.of(specs(tree));
        } catch (IllegalArgumentException e) {
            throw new IOException(Printable.of(file.toString()) + ": " + e.getMessage(), e);
        }
    }

    private static Map<String, ObjectNode> specs(ObjectNode tree) {
        if (tree.path("schema").asInt() != SCHEMA) {
            throw new IllegalArgumentException("not a list of specs of schema " + SCHEMA);
        }
        if (!(tree.get("arms") instanceof ObjectNode arms) || !(tree.get("specs") instanceof ObjectNode specs)) {
            throw new IllegalArgumentException("it lacks arms or specs");
        }
        Map<String, ObjectNode> byArm = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> arm : arms.properties()) {
            if (!(specs.get(arm.getValue().asText()) instanceof ObjectNode spec)) {
                throw new IllegalArgumentException("there is no spec " + Printable.quoted(arm.getValue().asText()));
            }
            byArm.put(Arm.ofKey(arm.getKey()).key(), spec);
        }
        return Collections.unmodifiableMap(byArm);
    }
}

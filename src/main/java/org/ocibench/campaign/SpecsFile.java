package org.ocibench.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.ocibench.engine.Arm;
import org.ocibench.host.Printable;

/** The OCI configurations that a campaign's containers were started with: {@link CampaignFolder#SPECS_JSON} in its folder. */
final class SpecsFile {

    private static final int MAX_BYTES = 32 << 20;

    private SpecsFile() {
    }

    /**
     * Reads the file of a campaign, which may come from a stranger.
     *
     * @return configuration by key of the arm; empty if the campaign has no such file, as before there was one
     * @throws IOException if it is not such a file; the message names it
     */
    static Optional<Map<String, ObjectNode>> read(Path folder) throws IOException {
        Path file = folder.resolve(CampaignFolder.SPECS_JSON);
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
        Map<String, ObjectNode> byArm = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> arm : tree.properties()) {
            String key = Arm.ofKey(arm.getKey()).key();
            if (!(arm.getValue() instanceof ObjectNode spec)) {
                throw new IllegalArgumentException("the configuration of " + key + " is no object");
            }
            byArm.put(key, spec);
        }
        return Collections.unmodifiableMap(byArm);
    }
}

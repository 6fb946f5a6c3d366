package org.ocibench.campaign;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.ocibench.host.Printable;

/**
 * A JSON object in a file that a stranger may have written: size, depth, number of values and lengths of texts are bounded, no
 * name stands twice, and links, pipes and devices are refused.
 */
final class BoundedJson {

    private static final int MAX_DEPTH = 32;
    /** Names, values and brackets: a campaign of a hundred arms has some 100,000. */
    private static final long MAX_TOKENS = 2_000_000;
    private static final int MAX_TEXT = 1 << 20;
    private static final int MAX_NAME = 2000;
    private static final int LONGEST_REASON = 300;

    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH)
                            .maxTokenCount(MAX_TOKENS).maxStringLength(MAX_TEXT).maxNameLength(MAX_NAME).build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private BoundedJson() {
    }

    /**
     * Reads the object.
     *
     * @param maxBytes longest file
     * @throws NoSuchFileException if there is no such file
     * @throws IOException         if it cannot be read, is no regular file, too large, or no such object; the message names the
     *                             file, and the line where there is one
     */
    static ObjectNode read(Path file, int maxBytes) throws IOException {
        String name = Printable.of(file.toString());
        if (!Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).isRegularFile()) {
            throw new IOException(name + " is no regular file");
        }
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            bytes = in.readNBytes(maxBytes + 1);
        }
        if (bytes.length > maxBytes) {
            throw new IOException(name + " is larger than " + (maxBytes >> 20) + " MiB");
        }
        // Of bytes Jackson guesses the encoding.
        try (JsonParser parser = JSON.createParser(new String(bytes, StandardCharsets.UTF_8))) {
            return object(parser, name);
        }
    }

    private static ObjectNode object(JsonParser parser, String name) throws IOException {
        try {
            JsonNode read = JSON.readTree(parser);
            if (read instanceof ObjectNode object) {
                return object;
            }
            throw new IOException(name + " is no JSON object");
        } catch (JsonProcessingException e) {
            // An exception about a limit knows no place of its own.
            JsonLocation place = e.getLocation() == null ? parser.currentLocation() : e.getLocation();
            throw new IOException(name + " line " + place.getLineNr() + ": " + told(e), e);
        }
    }

    private static String told(JsonProcessingException e) {
        if (e instanceof StreamConstraintsException) {
            return "it is nested too deeply, holds too many values, or a name, text or number in it is too long";
        }
        // Where it stands is told before; Jackson's own words for it are not a user's.
        String reason = String.valueOf(e.getOriginalMessage()).replaceFirst(" \\(?(for|start marker at) .*|: expected a valid value .*", "");
        return Printable.of(reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON) + "...");
    }
}

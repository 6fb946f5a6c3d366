package org.ocibench.host;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Whose campaign it is: the content of {@code /run/ocibench/TOKEN/owner.json}.
 *
 * @param startTime of the process in clock ticks after boot
 * @param since     when the campaign began
 */
public record OwnerFile(long pid, long startTime, String token, Instant since) {

    static final String NAME = "owner.json";
    private static final int LIMIT = 4096;
    private static final ObjectMapper JSON = JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    public OwnerFile {
        if (!Tokens.isToken(token)) {
            throw new IllegalArgumentException("not a campaign token: " + Printable.quoted(token));
        }
    }

    /**
     * Reads the owner of a campaign. Empty if there is no such file, and if it is none that a campaign writes: a link, too
     * large, of another shape or for another token.
     *
     * @throws IOException if it cannot be read, so that nothing is known
     */
    public static Optional<OwnerFile> read(Path root, String token) throws IOException {
        Path folder = folder(root, token);
        Path file = folder.resolve(NAME);
        boolean plain = Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS);
        try {
            if (!plain || !Files.readAttributes(file, BasicFileAttributes.class,
                    LinkOption.NOFOLLOW_LINKS).isRegularFile()) {
                return Optional.empty();
            }
            try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
                byte[] bytes = in.readNBytes(LIMIT + 1);
                // Of bytes Jackson guesses the encoding, and a wrong guess would read like a file that cannot be read.
                return bytes.length > LIMIT ? Optional.empty()
                        : parse(JSON.readTree(new String(bytes, StandardCharsets.UTF_8)), token);
            }
        } catch (NoSuchFileException | JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static Optional<OwnerFile> parse(JsonNode json, String token) {
        try {
            return isLong(json.path("pid")) && isLong(json.path("startTime")) && json.path("token").asText().equals(token)
                    ? Optional.of(new OwnerFile(json.get("pid").asLong(), json.get("startTime").asLong(), token,
                            Instant.parse(json.path("since").asText())))
                    : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static boolean isLong(JsonNode value) {
        return value.isIntegralNumber() && value.canConvertToLong();
    }

    /** Whether the process that wrote it still runs. */
    public boolean isAlive(Path root) {
        return new ProcessKey(pid, startTime).isAlive(root);
    }

    static Path folder(Path root, String token) {
        if (!Tokens.isToken(token)) {
            throw new IllegalArgumentException("not a campaign token: " + Printable.quoted(token));
        }
        return root.resolve(Census.STATE.substring(1)).resolve(token);
    }

    byte[] json() throws IOException {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("pid", pid);
        json.put("startTime", startTime);
        json.put("token", token);
        json.put("since", since.toString());
        return JSON.writeValueAsBytes(json);
    }
}

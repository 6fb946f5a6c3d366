package org.ocibench.runtime;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.PropertyBindingException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.ocibench.host.Printable;

/** A user's file of runtime descriptors. It may come from a stranger, so nothing in it is guessed or converted. */
final class DescriptorFile {

    private static final int MAX_BYTES = 1 << 20;
    private static final int LONGEST_REASON = 300;
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .withCoercionConfigDefaults(wrong -> wrong.setCoercion(CoercionInputShape.String, CoercionAction.Fail)
                    .setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail))
            .withCoercionConfig(LogicalType.Textual, wrong -> wrong.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                    .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                    .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .withCoercionConfig(LogicalType.Boolean, wrong -> wrong.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                    .setCoercion(CoercionInputShape.String, CoercionAction.Fail))
            .build();

    private DescriptorFile() {
    }

    /**
     * Reads the file.
     *
     * @throws IOException if it cannot be read, is no regular file, too large, or not a list of descriptors; the message names
     *                     the file, and the line where there is one
     */
    static List<RuntimeDescriptor> read(Path file) throws IOException {
        String name = Printable.of(file.toString());
        try {
            // A device or a pipe has no size, and no end.
            if (!Files.isRegularFile(file) && Files.exists(file)) {
                throw new IOException(name + " is no regular file");
            }
            return parse(name, bytes(file, name));
        } catch (NoSuchFileException e) {
            throw new IOException(name + " does not exist", e);
        }
    }

    private static byte[] bytes(Path file, String name) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new IOException(name + " is larger than a list of runtimes can be (1 MiB)");
            }
            return bytes;
        }
    }

    private static List<RuntimeDescriptor> parse(String name, byte[] bytes) throws IOException {
        List<RuntimeDescriptor> read;
        // Of bytes Jackson guesses the encoding.
        try (JsonParser parser = JSON.createParser(new String(bytes, StandardCharsets.UTF_8))) {
            try {
                read = JSON.readValue(parser, new TypeReference<>() { });
            } catch (JsonProcessingException e) {
                // An exception about a limit knows no place of its own.
                JsonLocation place = e.getLocation() == null ? parser.currentLocation() : e.getLocation();
                throw refused(name + " line " + place.getLineNr(), told(e), e);
            }
        }
        if (read == null || read.contains(null)) {
            throw refused(name, "it holds null", null);
        }
        Set<String> names = new HashSet<>();
        for (RuntimeDescriptor descriptor : read) {
            if (!names.add(descriptor.name())) {
                throw refused(name, descriptor.name() + " stands there twice", null);
            }
        }
        return read;
    }

    private static IOException refused(String where, String reason, Exception cause) {
        String told = Printable.of(reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON) + "...");
        return new IOException(where + " is not a list of runtime descriptors: " + told, cause);
    }

    // What Jackson says of a value that does not fit names Java's types.
    private static String told(JsonProcessingException e) {
        if (e instanceof StreamConstraintsException) {
            return "it is nested too deeply, or a name, text or number in it is too long";
        }
        if (e instanceof ValueInstantiationException && e.getCause() instanceof IllegalArgumentException refused) {
            return refused.getMessage();
        }
        if (e instanceof ValueInstantiationException) {
            return "a list or map holds null";
        }
        if (e instanceof PropertyBindingException unknown) {
            return "there is no field " + Printable.quoted(unknown.getPropertyName());
        }
        return e instanceof MismatchedInputException wrong ? place(wrong) + "a value of another type is wanted there"
                : String.valueOf(e.getOriginalMessage());
    }

    private static String place(JsonMappingException e) {
        StringBuilder place = new StringBuilder();
        for (JsonMappingException.Reference step : e.getPath()) {
            place.append(step.getFieldName() == null ? "[" + step.getIndex() + "]"
                    : (place.isEmpty() ? "" : ".") + step.getFieldName());
        }
        return place.isEmpty() ? "" : Printable.quoted(place.toString()) + ": ";
    }
}

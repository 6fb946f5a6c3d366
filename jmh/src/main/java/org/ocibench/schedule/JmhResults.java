package org.ocibench.schedule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;

/** Writes results with JMH's own writers. */
final class JmhResults {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PATH = Pattern.compile("/[^\\s=:,]+/");

    private JmhResults() {
    }

    /** In any of JMH's formats, as JMH writes it. */
    static String text(List<RunResult> results, ResultFormatType format) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        ResultFormatFactory.getInstance(format, out).writeOut(results);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** JMH's JSON with the paths of this machine taken out of {@code jvm} and {@code jvmArgs}. */
    static String json(List<RunResult> results) throws IOException {
        JsonNode tree = JSON.readTree(text(results, ResultFormatType.JSON));
        for (JsonNode entry : tree) {
            ObjectNode object = (ObjectNode) entry;
            object.put("jvm", Path.of(object.path("jvm").asText("java")).getFileName().toString());
            ArrayNode scrubbed = JSON.createArrayNode();
            object.path("jvmArgs").forEach(arg -> scrubbed.add(PATH.matcher(arg.asText()).replaceAll("")));
            object.set("jvmArgs", scrubbed);
        }
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(tree) + "\n";
    }
}

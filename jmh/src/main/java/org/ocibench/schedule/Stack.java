package org.ocibench.schedule;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ocibench.engine.PrivateContainerd;
import org.ocibench.host.Fact;
import org.ocibench.host.Sha256;
import org.ocibench.host.Tool;

/** The programs between the bench and the runtime: containerd and its clients. */
final class Stack {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Pattern VERSION = Pattern.compile("v?(\\d+\\.\\d+[^\\s,]*)");

    private final Map<String, Object> tree = new LinkedHashMap<>();
    private final Map<Path, String> digests = new LinkedHashMap<>();
    private final String caption;

    private Stack(String caption) {
        this.caption = caption;
    }

    /** A campaign without containerd. */
    static Stack none() {
        Stack stack = new Stack("containerd: not measured");
        stack.tree.put("containerd", Fact.missing("no arm goes through it").json());
        return stack;
    }

    /**
     * Asks the programs.
     *
     * @param address socket of the user's containerd, or null for a private one
     */
    static Stack of(PrivateContainerd.Programs programs, String address) throws IOException {
        Map<String, Path> files = new LinkedHashMap<>();
        files.put("containerd", programs.containerd());
        files.put("ctr", programs.ctr());
        if (programs.nerdctl() != null) {
            files.put("nerdctl", programs.nerdctl());
        }
        Map<String, Object> json = new LinkedHashMap<>();
        Map<Path, String> digests = new LinkedHashMap<>();
        StringBuilder caption = new StringBuilder();
        for (Map.Entry<String, Path> file : files.entrySet()) {
            String text = Tool.run(List.of(file.getValue().toString(), "--version"), Tool.ENVIRONMENT, LIMIT).stdout().strip();
            Matcher version = VERSION.matcher(text);
            Map<String, Object> program = new LinkedHashMap<>();
            program.put("versionText", text);
            digests.put(file.getValue(), Sha256.of(file.getValue()));
            program.put("sha256", digests.get(file.getValue()));
            json.put(file.getKey(), program);
            caption.append(caption.isEmpty() ? "" : ", ").append(file.getKey()).append(' ')
                    .append(version.find() ? version.group(1) : "of unknown version");
        }
        caption.append(address == null ? " (private daemon)" : " (the host's daemon)");
        Stack stack = new Stack(caption.toString());
        stack.tree.putAll(json);
        stack.digests.putAll(digests);
        stack.tree.put("daemon", address == null ? "private" : "the host's");
        return stack;
    }

    /** SHA-256 of the programs. */
    Map<Path, String> digests() {
        return digests;
    }

    String caption() {
        return caption;
    }

    Map<String, Object> json() {
        return tree;
    }
}

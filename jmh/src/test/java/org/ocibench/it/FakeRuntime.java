package org.ocibench.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runtimes that misbehave on purpose: the real crun under {@code fault-runtime.sh}, described in a file as a user would. */
final class FakeRuntime {

    private final Path folder;
    private final Path crun;
    private final ArrayNode descriptors = new ObjectMapper().createArrayNode();

    /** @param folder takes wrappers and descriptors */
    FakeRuntime(Path folder, Path crun) {
        this.folder = folder;
        this.crun = crun;
    }

    /**
     * Adds a runtime.
     *
     * @param fault what it does, and {@code rate}: in which starts; see {@code fault-runtime.sh --help}
     */
    FakeRuntime add(String name, String fault, String rate) throws IOException, InterruptedException {
        Process install = new ProcessBuilder(Path.of("fault-runtime.sh").toAbsolutePath().toString(), "install", name,
                bin().toString(), crun.toString(), fault, rate).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        byte[] printed = install.getInputStream().readAllBytes();
        assertEquals(0, install.waitFor(), "fault-runtime.sh install " + name);
        new ObjectMapper().readTree(printed).forEach(descriptors::add);
        return this;
    }

    /** Makes the bench find them, and gives the arguments that tell it of them. */
    String[] tell(Bench bench, String... further) throws IOException {
        bench.environment("PATH", bin() + ":" + System.getenv("PATH"));
        Path file = folder.resolve("runtimes.json");
        Files.writeString(file, descriptors.toString());
        List<String> arguments = new ArrayList<>(List.of("--runtimes", file.toString()));
        arguments.addAll(List.of(further));
        return arguments.toArray(String[]::new);
    }

    /** The starts that the runtime was asked for so far: number, id, and what was done. */
    List<String> starts(String name) throws IOException {
        return Files.readAllLines(bin().resolve(name + ".starts"));
    }

    private Path bin() {
        return folder.resolve("bin");
    }
}

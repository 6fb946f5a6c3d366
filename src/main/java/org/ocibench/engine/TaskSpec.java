package org.ocibench.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.ocibench.host.Launcher;
import org.ocibench.host.Step;

/** Runs one container through containerd and looks into its bundle, which is there only while it lives. */
final class TaskSpec {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final long POLL_MILLIS = 1;

    private TaskSpec() {
    }

    /**
     * The configuration of a container.
     *
     * @param tasks folder of the bundles of the containers that live
     * @throws IOException if it ended without a configuration
     */
    static JsonNode of(Path tasks, Start start) throws IOException {
        Path config = tasks.resolve(start.id()).resolve("config.json");
        AtomicReference<JsonNode> seen = new AtomicReference<>();
        AtomicBoolean ended = new AtomicBoolean();
        Thread watch = new Thread(() -> watch(config, seen, ended), "bundle of " + start.id());
        watch.start();
        try (Launcher launcher = new Launcher()) {
            launcher.arm(LIMIT);
            Launcher.Exit exit = launcher.launch(launcher.ready(List.copyOf(start.timed())));
            launcher.disarm();
            ended.set(true);
            watch.join();
            if (seen.get() == null) {
                throw new IOException("no configuration was seen in " + config + " (ended with " + exit.code() + ": "
                        + String.join(" ", start.command().argv()) + ")");
            }
            return seen.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            ended.set(true);
        }
    }

    private static void watch(Path config, AtomicReference<JsonNode> seen, AtomicBoolean ended) {
        while (seen.get() == null && !ended.get()) {
            try {
                seen.set(read(config));
                Thread.sleep(POLL_MILLIS);
            } catch (IOException e) {
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    // Null while it is not there, or not written to its end.
    private static JsonNode read(Path config) throws IOException {
        try {
            JsonNode spec = new ObjectMapper().readTree(Files.readAllBytes(config));
            return spec.isMissingNode() ? null : spec;
        } catch (NoSuchFileException | JsonProcessingException notYet) {
            return null;
        }
    }
}

package org.ocibench.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.ocibench.host.Launcher;

/** Runs one container through containerd and looks into its bundle, which is there only while it lives. */
final class TaskSpec {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final long POLL_MILLIS = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    private TaskSpec() {
    }

    /**
     * The configuration of a container.
     *
     * @param tasks folder of the bundles of the containers that live
     * @throws IOException if it ended without a configuration
     */
    static JsonNode of(Path tasks, Start start) throws IOException {
        AtomicReference<JsonNode> seen = new AtomicReference<>();
        AtomicBoolean ended = new AtomicBoolean();
        Set<Path> others = bundles(tasks);
        // Its first use takes longer than a container lives.
        JSON.readTree("{\"warm\": []}");
        Thread watch = new Thread(() -> watch(tasks, others, seen, ended), "bundle of " + start.id());
        watch.start();
        try (Launcher launcher = new Launcher()) {
            Launcher.Exit exit = launcher.run(start.command(), LIMIT);
            ended.set(true);
            watch.join();
            if (seen.get() == null) {
                throw new IOException("no configuration was seen below " + tasks + " (ended with " + exit.code() + ": "
                        + String.join(" ", start.command().argv()) + ")");
            }
            return seen.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for a configuration", e);
        } finally {
            ended.set(true);
        }
    }

    private static void watch(Path tasks, Set<Path> others, AtomicReference<JsonNode> seen, AtomicBoolean ended) {
        try {
            while (seen.get() == null && !ended.get()) {
                for (Path bundle : bundles(tasks)) {
                    if (!others.contains(bundle)) {
                        seen.compareAndSet(null, read(bundle.resolve("config.json")));
                    }
                }
                Thread.sleep(POLL_MILLIS);
            }
        } catch (IOException e) {
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // nerdctl gives its containers ids of its own, so the new one is looked for.
    private static Set<Path> bundles(Path tasks) throws IOException {
        Set<Path> bundles = new HashSet<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(tasks)) {
            entries.forEach(bundles::add);
        } catch (NoSuchFileException unused) {
            return Set.of();
        }
        return bundles;
    }

    // Null while it is not there, or not written to its end.
    private static JsonNode read(Path config) throws IOException {
        try {
            JsonNode spec = JSON.readTree(Files.readAllBytes(config));
            return spec.isMissingNode() ? null : spec;
        } catch (NoSuchFileException | JsonProcessingException notYet) {
            return null;
        }
    }
}

package org.ocibench.schedule;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.ocibench.benchmark.Benchmarks;
import org.ocibench.engine.Arm;
import org.ocibench.engine.Engines;
import org.ocibench.engine.Phase;
import org.ocibench.host.Sha256;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * An archive of the classes that a fork loads (application class data sharing): made once per jar and JVM in a fork of its own,
 * it takes about a third off the start of every later one.
 */
final class ForkArchive {

    private static final Path CACHE = Path.of("/var/cache/ocibench");
    /** Archives that stay: of some jars and JVMs that are used in turn. One has 12 MB. */
    private static final int KEPT = 4;

    private ForkArchive() {
    }

    /**
     * Flags that make a fork use the archive; empty if there is none and none can be made.
     *
     * @param jvm   java executable of the forks, or null for this JVM's own
     * @param flags the forks' other flags: the archive depends on them
     * @param used  when the campaign began that uses it
     */
    static List<String> flags(String jvm, List<String> flags, Instant used) {
        try {
            Path archive = CACHE.resolve(identity(jvm, flags) + ".jsa");
            if (Files.notExists(archive)) {
                make(jvm, flags, archive);
            }
            if (Files.notExists(archive)) {
                return List.of();
            }
            keepNewest(archive, used);
            return List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:disable");
        } catch (IOException | RunnerException | RuntimeException e) {
            // Forks start slower without it and measure the same.
            return List.of();
        }
    }

    /**
     * Notes when an archive was used, and removes those beside it that were not for the longest time. A fork that has one of these
     * open keeps it, and one that finds none starts without.
     */
    static void keepNewest(Path archive, Instant used) {
        try (Stream<Path> files = Files.list(archive.getParent())) {
            Files.setLastModifiedTime(archive, FileTime.from(used));
            Map<Path, FileTime> lastUses = new HashMap<>();
            // Drafts too: one that stays was left by a kill.
            for (Path file : files.filter(f -> Files.isRegularFile(f, LinkOption.NOFOLLOW_LINKS)).toList()) {
                lastUses.put(file, Files.getLastModifiedTime(file));
            }
            for (Path old : lastUses.entrySet().stream().sorted(Map.Entry.<Path, FileTime>comparingByValue().reversed()).skip(KEPT)
                    .map(Map.Entry::getKey).filter(old -> !old.equals(archive)).toList()) {
                Files.deleteIfExists(old);
            }
        } catch (IOException e) {
            // What takes space takes it until the next campaign.
            return;
        }
    }

    private static String identity(String jvm, List<String> flags) throws IOException {
        String classPath = System.getProperty("java.class.path");
        StringBuilder parts = new StringBuilder(Runtime.version() + System.getProperty("java.home") + jvm + flags);
        for (String entry : classPath.split(":")) {
            Path file = Path.of(entry).toAbsolutePath();
            parts.append(file).append(Files.isRegularFile(file) ? Files.size(file) + "@" + Files.getLastModifiedTime(file) : "");
        }
        return Sha256.of(parts.toString().getBytes(StandardCharsets.UTF_8)).substring(0, 16);
    }

    // The archive holds what a run of the benchmark loads, so the run that makes it is one: of the spawn control.
    private static void make(String jvm, List<String> flags, Path archive) throws IOException, RunnerException {
        Files.createDirectories(CACHE);
        Path draft = CACHE.resolve(ProcessHandle.current().pid() + ".new");
        List<String> args = new ArrayList<>(flags);
        args.add("-XX:ArchiveClassesAtExit=" + draft);
        ChainedOptionsBuilder options = new OptionsBuilder().include("^" + Pattern.quote(Benchmarks.name(Phase.RUN)) + "$").forks(1)
                .warmupForks(0).warmupIterations(1).measurementIterations(1).jvmArgs(args.toArray(String[]::new));
        new Arm(Engines.FLOORS.get(0), Arm.CONTROL, "true", "burst", "default").params().forEach(options::param);
        if (jvm != null) {
            options.jvm(jvm);
        }
        try {
            new Runner(options.build(), OutputFormatFactory.createFormatInstance(
                    new PrintStream(OutputStream.nullOutputStream()), VerboseMode.SILENT)).run();
            if (Files.exists(draft)) {
                Files.move(draft, archive, StandardCopyOption.ATOMIC_MOVE);
            }
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}

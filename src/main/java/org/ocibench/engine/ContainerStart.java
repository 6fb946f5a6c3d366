package org.ocibench.engine;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.ocibench.host.Launcher;
import org.ocibench.host.Sequence;
import org.ocibench.host.Step;

/** The operations on one container after the other: makes each ready, runs it in the calling thread, classes how it ended, cleans up. */
final class ContainerStart implements AutoCloseable {

    private static final int TAIL_BYTES = 2000;
    /** Output beyond this is dropped as soon as its start is classed: the folder for it is small, and all arms share it. */
    private static final int KEPT_OUTPUT_BYTES = 1 << 16;
    private static final Duration PRIMING_LIMIT = Duration.ofSeconds(5);

    private final Engine engine;
    private final Launcher launcher = new Launcher();
    private final Path stdout;
    private final Path stderr;

    private Start start;
    private Sequence before;
    private Sequence timed;
    private Sequence after;
    private Duration limit;
    private Launcher.Exit exit;
    private long wallNanos;
    private String notLaunched;
    private boolean marked;

    /** @param output files of its own begin with this, in a folder that is there */
    ContainerStart(Engine engine, Path output) {
        this.engine = engine;
        stdout = output.resolveSibling(output.getFileName() + ".out");
        stderr = output.resolveSibling(output.getFileName() + ".err");
    }

    /** Makes the next one ready: all that can be done before it is known when it may begin. */
    void prepare(String id) throws IOException {
        ready(engine.prepare(id, stderr));
        exit = null;
        wallNanos = 0;
        notLaunched = null;
        marked = false;
    }

    /** Gives it a mark, by which {@link #outcome} sees that it ran. Does nothing for a control. */
    void mark() throws IOException {
        if (engine.startsContainer()) {
            ready(engine.prepareMarked(start.id(), stdout, stderr));
            marked = start.stdout() != null;
        }
    }

    private void ready(Start next) throws IOException {
        start = next;
        launcher.forget();
        before = launcher.ready(start.before());
        timed = launcher.ready(start.timed());
        after = launcher.ready(start.after());
    }

    /** Puts a trivial program in the place of the steps. */
    void preparePriming(Path trivial) throws IOException {
        launcher.forget();
        before = launcher.ready(List.of());
        timed = launcher.ready(List.of(new Step.Command(List.of(trivial.toString(), "true"), Map.of(), null, null)));
        after = launcher.ready(List.of());
        arm(PRIMING_LIMIT);
    }

    /** Whether the timed steps are the first. */
    boolean beginsTimed() {
        return before.isEmpty();
    }

    /** Arms the time-out. */
    void arm(Duration timeLimit) {
        limit = timeLimit;
        launcher.arm(limit);
    }

    /** Runs the untimed steps before; never throws for a failure of theirs. */
    void runBefore() {
        exit = launched(before);
    }

    /**
     * Does what is timed and waits for its end. Returns the exit code; never throws for a failure. Does nothing where the steps
     * before failed.
     */
    int launch() {
        if (exit == null || exit.asMeant()) {
            exit = launched(timed);
        }
        return exit == null ? Outcome.NO_EXIT : exit.code();
    }

    private Launcher.Exit launched(Sequence steps) {
        if (notLaunched != null) {
            return null;
        }
        try {
            return launcher.launch(steps);
        } catch (IOException e) {
            notLaunched = String.valueOf(e.getMessage());
            return null;
        }
    }

    /** Takes in what was timed: the time-out goes on only where there are steps after it to run. */
    void ended() {
        wallNanos = exit == null ? 0 : exit.wallNanos();
        if (!goesOn()) {
            launcher.disarm();
        }
    }

    /** User and system time in microseconds of what was timed, as far as it was waited for. */
    long rusageMicros() {
        return exit == null ? 0 : exit.cpuMicros();
    }

    /** Runs the untimed steps after, if all went well. */
    void runAfter() {
        if (goesOn()) {
            Launcher.Exit last = launched(after);
            exit = last == null || !last.asMeant() ? last : exit;
            launcher.disarm();
        }
    }

    private boolean goesOn() {
        return !after.isEmpty() && exit != null && exit.asMeant();
    }

    /** How it ended. @param meters tell whether a container ran at all */
    Outcome outcome(ArmMeters meters) throws IOException {
        Outcome outcome = classed(meters);
        drop(stdout);
        drop(stderr);
        if (start.log() != null) {
            drop(start.log());
        }
        return outcome;
    }

    /** Whether it was launched at all: what was not left nothing, and its program could not clean up either. */
    boolean mayHaveLeft() {
        return exit != null || isLong();
    }

    /** Removes what a failed one may have left. */
    void cleanUp() throws IOException {
        engine.cleanUp(start.id());
    }

    /** Takes in whatever a failed one left of its orphans. */
    void takeOrphans() throws IOException {
        launcher.takeOrphans();
    }

    /** Whether containers are what it starts. */
    boolean startsContainer() {
        return engine.startsContainer();
    }

    String id() {
        return start.id();
    }

    /** Its command line: where there are several, of the first that is timed. */
    String commandLine() {
        return String.join(" ", start.command().argv());
    }

    @Override
    public void close() throws IOException {
        launcher.close();
        Files.deleteIfExists(stdout);
        Files.deleteIfExists(stderr);
        if (start != null && start.log() != null) {
            Files.deleteIfExists(start.log());
        }
    }

    private Outcome classed(ArmMeters meters) throws IOException {
        if (exit == null) {
            return new Outcome.Failed(0, Outcome.NO_EXIT, FailureClass.HARNESS, Layer.BENCH, notLaunched);
        }
        if (exit.timedOut()) {
            return new Outcome.TimedOut(Math.max(wallNanos, exit.wallNanos()), limit, engine.timeoutLayer(), told(said()));
        }
        if (exit.asMeant()) {
            return proven(meters);
        }
        String said = said();
        boolean silent = exit.step() instanceof Step.FirstByte && said.isEmpty();
        Engine.Diagnosis diagnosis = silent && lookedWell() ? new Engine.Diagnosis(FailureClass.NOT_RUN, Layer.RUNTIME)
                : engine.diagnose(exit, said.isEmpty() && !silent ? exit.said() : said);
        return new Outcome.Failed(wallNanos, exit.code(), diagnosis.failure(), diagnosis.layer(),
                told(said.isEmpty() ? exit.said() : said));
    }

    // Without an exit code of its own, or with the one that the rest of the operation would have taken for success.
    private boolean lookedWell() {
        return exit.code() < 0 || start.after().stream()
                .anyMatch(step -> step instanceof Step.Rest rest && rest.expectedExit() == exit.code());
    }

    // Of several steps it is told which one failed.
    private String told(String said) {
        if (exit.step() == null || !isLong()) {
            return said;
        }
        return said.isEmpty() ? "in its step " + exit.step().name() : exit.step().name() + ": " + said;
    }

    private boolean isLong() {
        return start.before().size() + start.timed().size() + start.after().size() > 1;
    }

    private String said() throws IOException {
        String said = tail(stderr);
        return said.isEmpty() && start.log() != null ? tail(start.log()) : said;
    }

    // An exit code is easily forged. CPU time in the cgroup that holds the arm's containers and nothing else is not, and is there
    // for every start; the mark, where there is one, was written by the container's own process.
    private Outcome proven(ArmMeters meters) throws IOException {
        if (engine.startsContainer() && !meters.sawContainer()) {
            return new Outcome.Failed(wallNanos, exit.code(), FailureClass.NOT_RUN, Layer.RUNTIME,
                    "nothing ran in the container's cgroup");
        }
        if (marked && !tail(stdout).contains(start.words())) {
            Engine.Diagnosis diagnosis = engine.withoutMark();
            return new Outcome.Failed(wallNanos, exit.code(), diagnosis.failure(), diagnosis.layer(),
                    isLong() ? "what it had to write did not come" : "the container's mark did not come");
        }
        return new Outcome.Completed(wallNanos, exit.code());
    }

    private static void drop(Path output) throws IOException {
        File file = output.toFile();
        // No channel for what is nearly always empty or not there.
        if (file.length() > KEPT_OUTPUT_BYTES) {
            Files.write(output, new byte[0]);
        }
    }

    // What the command said is a stranger's text: only its end is read, and control characters go.
    private static String tail(Path output) throws IOException {
        if (Files.notExists(output)) {
            return "";
        }
        try (RandomAccessFile file = new RandomAccessFile(output.toFile(), "r")) {
            long from = Math.max(0, file.length() - TAIL_BYTES);
            file.seek(from);
            byte[] bytes = new byte[(int) (file.length() - from)];
            file.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}+", " ").strip();
        }
    }
}

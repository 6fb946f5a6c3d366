package org.ocibench.engine;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.ocibench.bundle.Workload;
import org.ocibench.host.CgroupLayout;
import org.ocibench.host.CgroupMeter;
import org.ocibench.host.Launcher;
import org.ocibench.host.Native;
import org.ocibench.host.OomKills;
import org.ocibench.host.Sequence;
import org.ocibench.host.Step;

/**
 * Runs the operations of one arm, one at a time: {@link #prepare}, {@link #arm} (with the untimed steps before), {@link #launch} (the
 * timed part), {@link #finish} (with the untimed steps after). One time-out is over all of them, the counters over the timed part.
 *
 * <p>CPU time. On cgroup v1 the launching thread sits in the arm's cpuacct cgroup, so that the launched command and the
 * container below it are counted, and so is the little that the thread itself does; containerd's cgroup is added for the ways
 * through containerd. The thread moves once and stays: a move takes the kernel's thread-group lock, whose grace period would
 * change the very start that follows. On v2 only whole processes can move, so there the command's part is getrusage's.
 */
public final class Starter implements AutoCloseable {

    private static final int TAIL_BYTES = 2000;
    /** Output beyond this is dropped as soon as its start is classed: the folder for it is small, and all arms share it. */
    private static final int KEPT_OUTPUT_BYTES = 1 << 16;
    /** Spawns of a trivial program after which the launcher's times are flat. */
    private static final int PRIMING_SPAWNS = 50;
    private static final Duration PRIMING_LIMIT = Duration.ofSeconds(5);

    private final Engine engine;
    private final Launcher launcher = new Launcher();
    private final CgroupLayout cgroups;
    private final String armCgroup;
    private final String containersCgroup;
    private final String idPrefix;
    private final Path stdout;
    private final Path stderr;
    private final List<CgroupMeter> cpuMeters = new ArrayList<>();
    private final CgroupMeter containersMeter;
    private final Optional<LimitDiagnosis> limited;
    private final boolean threaded;
    private final boolean direct;
    private int sequence;
    private int movedThread;

    private Start start;
    private Sequence before;
    private Sequence timed;
    private Sequence after;
    private Duration limit;
    private long cpuBefore;
    private OptionalLong containersCpuBefore = OptionalLong.empty();
    private Launcher.Exit exit;
    private String notLaunched;
    private boolean marked;

    /**
     * @param world the campaign's world
     * @param run   distinguishes the processes that start containers of one arm in one campaign
     * @throws IllegalArgumentException if the world has no such runtime or there is no such way
     */
    public Starter(World world, Arm arm, CgroupLayout cgroups, int run) throws IOException {
        this.engine = Engines.of(world, arm);
        this.cgroups = cgroups;
        boolean throughContainerd = Engines.needsContainerd(arm);
        armCgroup = world.armCgroup(arm.key());
        containersCgroup = world.containersCgroup(arm.key());
        idPrefix = String.format("%s-%s-%03d", world.token(), World.shortName(arm.key()), run);
        Path output = Files.createDirectories(world.output());
        stdout = output.resolve(idPrefix + ".out");
        stderr = output.resolve(idPrefix + ".err");
        cgroups.create(containersCgroup);
        cgroups.delegate(containersCgroup);
        threaded = cgroups.controller("cpuacct").isPresent();
        direct = !throughContainerd;
        if (threaded) {
            cpuMeters.add(new CgroupMeter(cgroups, armCgroup));
        } else if (throughContainerd) {
            cpuMeters.add(new CgroupMeter(cgroups, containersCgroup));
        }
        if (throughContainerd && world.containerd().cgroup() != null) {
            cpuMeters.add(new CgroupMeter(cgroups, world.containerd().cgroup()));
        }
        containersMeter = new CgroupMeter(cgroups, containersCgroup);
        limited = Engines.limit(arm.via()).map(l -> new LimitDiagnosis(new OomKills(Path.of("/"), cgroups, containersCgroup)));
    }

    /**
     * Goes through everything but the container, with a trivial program in its place, until the JVM has compiled it: the first
     * spawn takes many times the later ones.
     */
    public void prime(Path trivial) throws IOException {
        var command = new Step.Command(List.of(trivial.toString(), "true"), Map.of(), null, null);
        for (int i = 0; i < PRIMING_SPAWNS; i++) {
            prepare();
            Sequence primed = launcher.ready(List.of(command));
            watch();
            launcher.arm(PRIMING_LIMIT);
            launcher.launch(primed);
            launcher.disarm();
            cpuMicros();
            containersMeter.peakBytes();
        }
    }

    /** Makes the next start ready: all that can be done before it is known when it may begin. Call on the thread that will launch. */
    public void prepare() throws IOException {
        if (threaded && movedThread != Native.threadId()) {
            movedThread = Native.threadId();
            Path tasks = cgroups.controller("cpuacct").orElseThrow().mount().resolve(armCgroup.substring(1)).resolve("tasks");
            Files.writeString(tasks, Integer.toString(movedThread));
        }
        ready(engine.prepare(String.format("%s-%06d", idPrefix, ++sequence), stderr));
        exit = null;
        notLaunched = null;
        marked = false;
    }

    private void ready(Start next) throws IOException {
        start = next;
        launcher.forget();
        before = launcher.ready(start.before());
        timed = launcher.ready(start.timed());
        after = launcher.ready(start.after());
    }

    /**
     * Gives the container that was made ready last a mark, by which {@link #finish} sees that it ran. For starts that are not
     * timed: it is another command, and its output goes to a file. Does nothing for a control.
     */
    public void mark() throws IOException {
        if (engine.startsContainer()) {
            ready(engine.prepareMarked(start.id(), stdout, stderr));
            marked = start.stdout() != null;
        }
    }

    /**
     * Runs the untimed steps before, takes the counters' state and arms the time-out: the last thing before {@link #launch}. Never
     * throws for a failure of the steps.
     */
    public void arm(Duration timeLimit) throws IOException {
        limit = timeLimit;
        containersCpuBefore = containersMeter.cpuMicros();
        if (before.isEmpty()) {
            watch();
            launcher.arm(limit);
        } else {
            launcher.arm(limit);
            exit = launched(before);
            watch();
        }
    }

    private void watch() throws IOException {
        if (limited.isPresent()) {
            limited.get().watch();
        }
        containersMeter.resetPeak();
        cpuBefore = cpuMicros();
    }

    /**
     * Does what is timed and waits for its end. Returns the exit code; never throws for a failure. Does nothing where the steps
     * before failed.
     */
    public int launch() {
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

    /** Reads the counters, runs the untimed steps after, classes the outcome, and cleans up after a failure. */
    public Measurement finish() throws IOException {
        boolean goesOn = !after.isEmpty() && exit != null && exit.asMeant();
        if (!goesOn) {
            launcher.disarm();
        }
        long rusage = exit == null ? 0 : exit.cpuMicros();
        // Without any meter there is no cgroup that tells; a sum of nothing would read as 0.
        OptionalLong cpu = cpuMeters.isEmpty() && !direct ? OptionalLong.empty()
                : OptionalLong.of(cpuMicros() - cpuBefore + (threaded ? 0 : rusage));
        OptionalLong peak = engine.startsContainer() ? containersMeter.peakBytes() : OptionalLong.empty();
        long wall = exit == null ? 0 : exit.wallNanos();
        if (goesOn) {
            Launcher.Exit ended = launched(after);
            exit = ended == null || !ended.asMeant() ? ended : exit;
            launcher.disarm();
        }
        Outcome outcome = limited.isPresent() ? limited.get().refine(outcome(wall)) : outcome(wall);
        drop(stdout);
        drop(stderr);
        if (start.log() != null) {
            drop(start.log());
        }
        // What could not even be launched left nothing, and its program could not clean up either.
        if ((exit != null || isLong()) && outcome.fold(c -> false, f -> true, t -> true)) {
            cleanUp();
        }
        return new Measurement(outcome, cpu, OptionalLong.of(rusage), peak, limit.toMillis());
    }

    private void cleanUp() {
        try {
            launcher.takeOrphans();
            cgroups.destroyChildren(containersCgroup);
            engine.cleanUp(start.id());
            cgroups.destroyChildren(containersCgroup);
        } catch (IOException e) {
            // The outcome must not be lost for it. What stays is found by the look between cycles, and charged to the arm.
            return;
        }
    }

    /** One start from {@link #prepare} to {@link #finish}, with a mark if so wanted. */
    public Measurement run(Duration timeLimit, boolean withMark) throws IOException {
        prepare();
        if (withMark) {
            mark();
        }
        arm(timeLimit);
        launch();
        return finish();
    }

    /** The id of the start that was prepared last. */
    public String id() {
        return start.id();
    }

    /** The command line of the start that was prepared last, for messages: where there are several, of the first that is timed. */
    public String commandLine() {
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

    private Outcome outcome(long wall) throws IOException {
        if (exit == null) {
            return new Outcome.Failed(0, Outcome.NO_EXIT, FailureClass.HARNESS, Layer.BENCH, notLaunched);
        }
        if (exit.timedOut()) {
            return new Outcome.TimedOut(Math.max(wall, exit.wallNanos()), limit, engine.timeoutLayer(), told(said()));
        }
        if (exit.asMeant()) {
            String missing = missingProof();
            return missing == null ? new Outcome.Completed(wall, exit.code())
                    : new Outcome.Failed(wall, exit.code(), FailureClass.NOT_RUN, Layer.RUNTIME, missing);
        }
        String said = said();
        boolean silent = exit.step() instanceof Step.FirstByte && said.isEmpty();
        Engine.Diagnosis diagnosis = silent && lookedWell() ? new Engine.Diagnosis(FailureClass.NOT_RUN, Layer.RUNTIME)
                : engine.diagnose(exit, said.isEmpty() && !silent ? exit.said() : said);
        return new Outcome.Failed(wall, exit.code(), diagnosis.failure(), diagnosis.layer(),
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
    private String missingProof() throws IOException {
        if (engine.startsContainer() && containersCpuBefore.isPresent()
                && containersMeter.cpuMicros().orElse(0) == containersCpuBefore.getAsLong()) {
            return "nothing ran in the container's cgroup";
        }
        return marked && !tail(stdout).contains(Workload.MARK) ? "the container did not write its mark" : null;
    }

    private long cpuMicros() throws IOException {
        long sum = 0;
        for (CgroupMeter meter : cpuMeters) {
            sum += meter.cpuMicros().orElse(0);
        }
        return sum;
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

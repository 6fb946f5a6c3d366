package org.ocibench.schedule;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.ocibench.benchmark.Go;
import org.ocibench.benchmark.Messages;
import org.ocibench.benchmark.ContainerBenchmark;
import org.ocibench.campaign.BurstRow;
import org.ocibench.campaign.CampaignLog;
import org.ocibench.campaign.OperationRow;
import org.ocibench.engine.Arm;
import org.ocibench.engine.FailureClass;
import org.ocibench.engine.Layer;
import org.ocibench.engine.Measurement;
import org.ocibench.engine.OperationKind;
import org.ocibench.engine.Outcome;
import org.ocibench.engine.Phase;

/**
 * One block: the forks of all its arms live at once and take turns. No fork starts or ends while another arm is timed. A fork
 * that dies or hangs loses its turns in this block; the others go on.
 */
final class Block {

    private static final Duration FORKS_UP = Duration.ofSeconds(120);
    /** Longest wait for JMH to take an iteration in; it takes about a millisecond. */
    private static final long INTAKE_MILLIS = 20;
    private static final Duration FORK_DOWN = Duration.ofSeconds(20);
    /** What a fork may take beyond an operation's time-out: killing the container and cleaning up after it. */
    private static final Duration GRACE = Duration.ofSeconds(60);
    /** Exit codes after SIGHUP, SIGINT and SIGTERM, which the bench ends by. */
    private static final Set<Integer> SIGNALLED = Set.of(128 + 1, 128 + 2, 128 + 15);
    /** In which the bench hears of a signal that another process has ended by already; milliseconds are usual. */
    private static final long SIGNAL_NANOS = 500_000_000;

    private final int number;
    private final Means means;
    private final Plan plan;
    private final Conductor conductor;
    private final Health health;
    private final Spent spent;
    private final BooleanSupplier stop;
    private final Map<String, ForkRun> runs = new LinkedHashMap<>();
    private final Map<String, String> lost = new LinkedHashMap<>();
    private final Map<String, Integer> iterations = new HashMap<>();
    private final Set<String> waiting = new HashSet<>();
    private String predecessor = "";

    /** What all blocks of a campaign share. */
    record Means(Plan plan, Conductor conductor, CampaignLog log, StderrTexts texts, Health health, Order order,
            Progress progress, Spent spent, Binaries binaries, BooleanSupplier stop, long campaignStartNanos) {
    }

    Block(int number, Means means) {
        this.number = number;
        this.means = means;
        plan = means.plan();
        conductor = means.conductor();
        health = means.health();
        spent = means.spent();
        stop = means.stop();
    }

    /** Work between two cycles that no operation may overlap. */
    interface BetweenCycles {
        /** Before the first cycle, when all forks are up and warm. */
        default void begin() throws IOException {
        }

        /** After this cycle, from 1. */
        void run(int cycle) throws IOException;
    }

    /**
     * Runs the block to its end, or until stopped.
     *
     * @param transcripts folder for what JMH says of each fork
     */
    void run(ForkRun.Settings settings, List<String> blockArgs, Path transcripts, BetweenCycles between)
            throws IOException, InterruptedException {
        List<Arm> arms = plan.armsOf(number).stream().filter(arm -> !health.isParked(arm.key())).toList();
        long start = System.nanoTime();
        for (Arm arm : arms) {
            Path transcript = transcripts.resolve(String.format("%03d-%s.txt", number, arm.key().replace('/', '_')));
            ForkRun run = new ForkRun(arm, plan, settings, blockArgs, transcript);
            runs.put(arm.key(), run);
            run.start();
        }
        awaitForks();
        spent.add(Spent.On.FORKS, System.nanoTime() - start);
        try {
            warmUp(means.order().drawn(arms));
            between.begin();
            for (int cycle = 1; cycle <= plan.cycles() && !stop.getAsBoolean(); cycle++) {
                means.progress().cycle(number, cycle);
                int position = 1;
                for (Arm arm : means.order().drawn(arms)) {
                    turn(arm, cycle, position++);
                }
                if (!stop.getAsBoolean()) {
                    between.run(cycle);
                }
            }
        } finally {
            long ending = System.nanoTime();
            end();
            spent.add(Spent.On.FORKS, System.nanoTime() - ending);
        }
    }

    /** JMH's runs of this block. */
    List<ForkRun> runs() {
        return List.copyOf(runs.values());
    }

    /** Forks that died, hung or never came up, by arm, with what happened. */
    Map<String, String> lost() {
        return Map.copyOf(lost);
    }

    private void awaitForks() throws IOException {
        long deadline = System.nanoTime() + FORKS_UP.toNanos();
        List<String> missing = new ArrayList<>(runs.keySet());
        // A fork that ended before it said hello will never do so; the others are waited for.
        while (!missing.isEmpty() && !conductor.awaitHellos(missing, deadline, () -> stop.getAsBoolean()
                || runs.entrySet().stream().anyMatch(e -> missing.contains(e.getKey()) && e.getValue().hasEnded()))) {
            missing.removeIf(arm -> conductor.fork(arm).isPresent() || runs.get(arm).hasEnded());
            if (stop.getAsBoolean() || System.nanoTime() > deadline) {
                break;
            }
        }
        for (Map.Entry<String, ForkRun> run : runs.entrySet()) {
            Optional<Conductor.Fork> fork = conductor.fork(run.getKey());
            boolean ready = fork.isPresent()
                    && conductor.await(fork.get(), deadline, stop).filter(Messages.READY::equals).isPresent();
            if (!ready && !stop.getAsBoolean()) {
                lose(run.getKey(), "the fork did not come up", OperationKind.WARM_UP, 0, 0, 0);
            }
        }
    }

    private void warmUp(List<Arm> arms) throws IOException, InterruptedException {
        for (Arm arm : arms) {
            for (int shot = 1; shot <= plan.warmUps() && mayRun(arm); shot++) {
                operation(arm, OperationKind.WARM_UP, 0, 0, shot);
            }
        }
    }

    private void turn(Arm arm, int cycle, int position) throws IOException, InterruptedException {
        for (int shot = 1 - Plan.LEAD_INS; shot <= plan.timed() && mayRun(arm); shot++) {
            operation(arm, shot < 1 ? OperationKind.LEAD_IN : OperationKind.TIMED, cycle, position, shot);
        }
        if (plan.watched()) {
            for (int shot = 1; shot <= plan.timed() && mayRun(arm); shot++) {
                operation(arm, OperationKind.PROFILED, cycle, position, shot);
            }
            rest(arm);
        }
    }

    // What watches slows down the whole host: it is closed before the next arm's turn.
    private void rest(Arm arm) throws IOException {
        Optional<Conductor.Fork> fork = conductor.fork(arm.key()).filter(f -> !f.isGone() && waiting.contains(arm.key()));
        if (fork.isPresent() && !stop.getAsBoolean()) {
            conductor.send(fork.get(), Messages.REST);
            conductor.await(fork.get(), System.nanoTime() + GRACE.toNanos(), stop);
        }
    }

    private boolean mayRun(Arm arm) {
        return !stop.getAsBoolean() && !lost.containsKey(arm.key()) && !health.isParked(arm.key());
    }

    private void operation(Arm arm, OperationKind kind, int cycle, int position, int shot)
            throws IOException, InterruptedException {
        Conductor.Fork fork = conductor.fork(arm.key()).orElseThrow();
        Duration limit = health.limit(arm.key());
        long start = System.nanoTime();
        conductor.send(fork, Messages.go(new Go(kind, limit)));
        long deadline = start + limit.plus(GRACE).toNanos();
        Optional<String> answer = conductor.await(fork, deadline, stop);
        if (answer.isEmpty()) {
            if (!stop.getAsBoolean()) {
                lose(arm.key(), fork.isGone() ? "the fork died" : "the fork hung", kind, cycle, position, shot);
            }
            return;
        }
        Messages.Done done;
        try {
            done = trusted(arm, Messages.Done.parse(answer.get()));
        } catch (IllegalArgumentException e) {
            lose(arm.key(), "the fork talks nonsense: " + e.getMessage(), kind, cycle, position, shot);
            return;
        }
        if (SIGNALLED.contains(done.exit()) && stopComes()) {
            return;
        }
        means.log().append(new OperationRow(number, cycle, position, shot, kind, predecessor, arm.key(),
                (done.startNanos() - means.campaignStartNanos()) / 1000, arm.timed(), done.wallNanos(), done.cpuMicros(),
                done.rusageMicros(), done.peakBytes(), done.exit(), done.failure(), done.layer(),
                done.failure() == null ? "" : means.texts().digest(done.stderr()), done.limitMillis()),
                containers(arm, cycle, shot, done));
        predecessor = arm.key();
        long idle = arm.pace().equals("isolated") ? ContainerBenchmark.ISOLATED_IDLE_MILLIS * 1_000_000 : 0;
        // A whole start has no steps beside the timed one.
        long whole = arm.phase() == Phase.RUN ? done.wallNanos() : System.nanoTime() - start - idle;
        health.note(arm.key(), done.failure() == null, whole);
        if (ContainerBenchmark.isMarked(kind)) {
            health.marked(arm.key(), done.oneSucceeded() ? null : done.failure());
        }
        means.progress().operation(done.failure() == null);
        spent.add(kind == OperationKind.TIMED ? Spent.On.TIMED : Spent.On.UNTIMED, done.wallNanos());
        spent.add(Spent.On.UNTIMED, whole - done.wallNanos());
        // The turn passes on only when the fork is ready again, so that JMH's work after an iteration disturbs nobody.
        Optional<String> next = conductor.await(fork, System.nanoTime() + GRACE.toNanos(), stop);
        boolean waits = next.filter(Messages.READY::equals).isPresent();
        if (waits) {
            waiting.add(arm.key());
        } else {
            waiting.remove(arm.key());
        }
        if (waits && ContainerBenchmark.isIteration(kind, plan.watched())) {
            ForkRun run = runs.get(arm.key());
            run.transcript().awaitIterations(iterations.merge(arm.key(), 1, Integer::sum), INTAKE_MILLIS);
        }
        if (next.isEmpty() && !stop.getAsBoolean()) {
            lose(arm.key(), fork.isGone() ? "the fork died" : "the fork hung", kind, cycle, position, shot);
        }
        spent.add(Spent.On.IDLE, idle);
        spent.add(Spent.On.HAND_OVER, System.nanoTime() - start - whole - idle);
    }

    private List<BurstRow> containers(Arm arm, int cycle, int shot, Messages.Done done) {
        List<BurstRow> rows = new ArrayList<>();
        for (Measurement.Together one : done.together()) {
            rows.add(new BurstRow(number, cycle, arm.key(), shot, rows.size() + 1,
                    (one.startNanos() - means.campaignStartNanos()) / 1000, one.wallNanos(), one.exit(), one.failure()));
        }
        return rows;
    }

    // A terminal's or a supervisor's signal reaches every process of the group at once, and the runtime may be quicker to end by it than
    // the bench to hear of it: its end is then no failure of the arm's.
    private boolean stopComes() throws InterruptedException {
        long deadline = System.nanoTime() + SIGNAL_NANOS;
        while (!stop.getAsBoolean() && System.nanoTime() < deadline) {
            Thread.sleep(1);
        }
        return stop.getAsBoolean();
    }

    // An arm whose start lied, or whose program is another by now, gets no further turn: its other starts tell nothing either.
    private Messages.Done trusted(Arm arm, Messages.Done done) {
        Optional<String> change = means.binaries().change(arm.key());
        if (change.isPresent()) {
            health.distrust(arm.key(), change.get());
            return done.failed(FailureClass.REPLACED, Layer.RUNTIME, change.get());
        }
        if (done.failure() == FailureClass.NOT_RUN) {
            health.distrust(arm.key(), "a start ended as if its container had run, but it had not, so none of its times is to be "
                    + "trusted");
        }
        return done;
    }

    private void lose(String arm, String what, OperationKind kind, int cycle, int position, int shot) throws IOException {
        ForkRun run = runs.get(arm);
        String reason = run.failure() == null ? what : what + ": " + run.failure();
        lost.put(arm, reason);
        conductor.fork(arm).ifPresent(Conductor.Fork::kill);
        means.log().append(new OperationRow(number, cycle, position, shot, kind, predecessor, arm,
                (System.nanoTime() - means.campaignStartNanos()) / 1000, Arm.ofKey(arm).timed(), 0, OptionalLong.empty(), OptionalLong.empty(),
                OptionalLong.empty(), Outcome.NO_EXIT, FailureClass.HARNESS, Layer.BENCH, means.texts().digest(reason),
                health.limit(arm).toMillis()));
        health.note(arm, false, 0);
        means.progress().operation(false);
    }

    private void end() throws IOException, InterruptedException {
        // A fork that is only coming up, because the block was stopped, would wait for its turn for ever.
        conductor.awaitHellos(runs.keySet(), System.nanoTime() + FORK_DOWN.toNanos(), () -> runs.values().stream()
                .allMatch(run -> run.hasEnded() || conductor.fork(run.arm().key()).isPresent()));
        for (String arm : runs.keySet()) {
            conductor.fork(arm).ifPresent(fork -> {
                if (stop.getAsBoolean()) {
                    fork.kill();
                }
                conductor.send(fork, Messages.STOP);
                conductor.send(fork, Messages.END);
            });
        }
        long deadline = System.nanoTime() + FORK_DOWN.toNanos();
        for (ForkRun run : runs.values()) {
            long left = Math.max(1, (deadline - System.nanoTime()) / 1_000_000);
            if (!run.join(left)) {
                conductor.fork(run.arm().key()).ifPresent(Conductor.Fork::kill);
                run.join(FORK_DOWN.toMillis());
            }
        }
        conductor.forgetForks();
    }

}

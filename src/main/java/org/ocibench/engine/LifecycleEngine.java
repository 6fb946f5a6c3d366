package org.ocibench.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.ocibench.bundle.Bundle;
import org.ocibench.bundle.Workload;
import org.ocibench.host.Step;
import org.ocibench.host.Tool;
import org.ocibench.runtime.ResolvedRuntime;

/**
 * The steps of a container's life, one of them timed, with the runtime's own commands. This process is the container's parent, as a
 * shim is. Every container writes its mark first, and whatever wants a running one waits for it: so each operation has its proof, and
 * no step races with the container's start.
 */
final class LifecycleEngine extends BundleEngine {

    /** What a process that the signal KILL ended reports. */
    private static final int KILLED = 128 + 9;

    private static final Set<Phase> WITH_WORKLOAD = EnumSet.of(Phase.USER_CODE, Phase.CREATE, Phase.START, Phase.DELETE);

    private final Phase phase;
    private final Bundle bundle;
    private final int ownExit;
    private final int workloadExit;
    private final Path pidFile = file(".pid");

    LifecycleEngine(World world, Arm arm, ResolvedRuntime runtime, Workload workload) throws IOException {
        super(world, arm, 0, runtime);
        phase = arm.phase();
        boolean works = WITH_WORKLOAD.contains(phase);
        bundle = bundle("bundles", works ? workload.markedArgs() : Workload.IDLE_ARGS);
        ownExit = works ? workload.expectedExit() : KILLED;
        workloadExit = workload.expectedExit();
    }

    @Override
    public Start prepare(String id, Path stderr) throws IOException {
        return prepare(id, null, stderr);
    }

    /** What {@code state} and {@code exec} say is looked at; all others are proven by the steps around them. */
    @Override
    public Start prepareMarked(String id, Path stdout, Path stderr) throws IOException {
        return prepare(id, stdout, stderr);
    }

    private Start prepare(String id, Path stdout, Path stderr) throws IOException {
        bundle.retarget(containersCgroup + "/" + id);
        Files.deleteIfExists(pidFile);
        String folder = bundle.folder().toString();
        Step create = step(Step.PIPE, stderr, 0, "create", "--bundle", folder, "--pid-file", pidFile.toString(), id);
        Step start = step(null, stderr, 0, "start", id);
        Step mark = new Step.FirstByte(Workload.MARK);
        Step kill = step(null, stderr, 0, "kill", id, "KILL");
        Step ended = new Step.Orphan(pidFile, ownExit);
        Step delete = step(null, stderr, 0, "delete", id);
        List<Step> running = List.of(create, start, mark);
        List<Step> gone = List.of(kill, ended, delete);
        return switch (phase) {
            case USER_CODE -> operation(id, stderr, List.of(), List.of(new Step.Begin(step(Step.PIPE, stderr, ownExit, "run", "--bundle",
                    folder, id)), mark), List.of(new Step.Rest(ownExit)));
            case CREATE -> operation(id, stderr, List.of(), List.of(create), List.of(start, mark, ended, delete));
            case START -> operation(id, stderr, List.of(create), List.of(start), List.of(mark, ended, delete));
            case STATE -> new Start(id, running, List.of(step(stdout, stderr, 0, "state", id)), gone, stdout, "\"" + id + "\"", stderr, null);
            case EXEC -> new Start(id, running, List.of(step(stdout, stderr, workloadExit, "exec", id, "/bin/sh", "-c",
                    (stdout == null ? "" : "echo " + Workload.MARK + "; ") + "exit " + workloadExit)), gone, stdout, Workload.MARK, stderr, null);
            case KILL -> operation(id, stderr, running, List.of(kill), List.of(ended, delete));
            case STOP -> operation(id, stderr, joined(running, new Step.TakeOrphans(pidFile)), List.of(kill, ended), List.of(delete));
            case DELETE -> operation(id, stderr, joined(running, ended), List.of(delete), List.of());
            case DELETE_FORCE -> operation(id, stderr, joined(running, new Step.TakeOrphans(null)),
                    List.of(step(null, stderr, 0, "delete", "--force", id)), List.of(new Step.OrphansGone()));
            case RUN -> throw new IllegalStateException("a whole start has no steps");
        };
    }

    private static Start operation(String id, Path stderr, List<Step> before, List<Step> timed, List<Step> after) {
        return new Start(id, before, timed, after, null, null, stderr, null);
    }

    private static List<Step> joined(List<Step> steps, Step last) {
        List<Step> all = new ArrayList<>(steps);
        all.add(last);
        return all;
    }

    private Step.Command step(Path stdout, Path stderr, int expectedExit, String... arguments) {
        return new Step.Command(arguments[0], command(arguments), Tool.ENVIRONMENT, stdout, stderr, expectedExit);
    }

    @Override
    Bundle timedBundle() {
        return bundle;
    }
}

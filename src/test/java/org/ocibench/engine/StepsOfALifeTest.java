package org.ocibench.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.ocibench.bundle.Workload;
import org.ocibench.host.CgroupLayout;
import org.ocibench.runtime.FakeRuntimes;
import org.ocibench.runtime.ResolvedRuntime;

/** The direct ways of several steps, with a shell script as the runtime whose containers are shells: what needs no root. */
@Timeout(60)
class StepsOfALifeTest {

    private static final Duration AMPLE = Duration.ofSeconds(30);

    /** Knows the subcommands, and fails or hangs in the one that a file names. */
    private static final String RUNTIME = """
            cd "$(dirname "$0")"
            while [ "${1#--}" != "$1" ]; do case $1 in --log) log=$2; shift 2;; --root|--log-format) shift 2;; *) shift;; esac; done
            command=$1; shift
            while [ "${1#--}" != "$1" ]; do
              case $1 in --bundle) bundle=$2; shift 2;; --pid-file) pidfile=$2; shift 2;; --force) command=deleteForce; shift;; esac
            done
            id=$1
            echo $command >> calls
            if [ -e fail-$command ]; then . ./fail-$command; fi
            case $command in
              create)
                if grep -q 'sleep 3600' "$bundle/config.json"; then then="exec sleep 3600"; else then="exit 42"; fi
                sh -c "while [ ! -e go-$id ]; do sleep .01; done; echo MARK; $then" & echo $! > pid-$id; cp pid-$id "$pidfile";;
              start) touch go-$id;;
              run) echo MARK; exit 42;;
              state) echo "{\\"id\\": \\"$id\\"}";;
              exec) shift; "$@"; exit;;
              kill) [ "$2" = KILL ] && kill -9 $(cat pid-$id);;
              delete) if kill -0 $(cat pid-$id) 2>/dev/null; then echo still running >&2; exit 1; fi;;
              deleteForce)
                if [ -e pid-$id ]; then
                  kill -9 $(cat pid-$id) 2>/dev/null
                  while kill -0 $(cat pid-$id) 2>/dev/null; do sleep .01; done
                fi;;
            esac
            """.replace("MARK", Workload.MARK);

    @TempDir
    private Path folder;
    private CgroupLayout cgroups;
    private World world;

    @BeforeEach
    void open() throws IOException {
        Path proc = Files.createDirectories(folder.resolve("host/proc/self"));
        Files.writeString(proc.resolve("mountinfo"), "20 1 0:20 / / rw - ext4 src rw\n");
        cgroups = CgroupLayout.read(folder.resolve("host"));
        Path binary = FakeRuntimes.script(folder.resolve("bin/fake"), RUNTIME);
        ResolvedRuntime runtime = new ResolvedRuntime("fake", "fake@1", binary.toString(), List.of(), List.of(1), null, Map.of(),
                List.of(), false);
        world = new World("ocib-3fa2b1", folder.resolve("scratch"), folder.resolve("state"),
                Files.createDirectories(folder.resolve("rootfs")), false, false, null, Map.of("fake", runtime), null);
    }

    private Starter starter(String via, Phase phase) throws IOException {
        return new Starter(world, new Arm("fake", via, "exit", "burst", "default", phase), cgroups, 1);
    }

    private void fail(String command, String script) throws IOException {
        Files.writeString(folder.resolve("bin/fail-" + command), script + "\n");
    }

    private List<String> calls() throws IOException {
        return Files.readAllLines(folder.resolve("bin/calls"));
    }

    private static Outcome.Failed failed(Measurement measured) {
        return measured.outcome().fold(ok -> unexpected(ok), failed -> failed, late -> unexpected(late));
    }

    private static Outcome.Failed unexpected(Outcome outcome) {
        throw new AssertionError("not failed: " + outcome);
    }

    private static boolean succeeded(Measurement measured) {
        return measured.outcome().fold(ok -> true, failed -> false, late -> false);
    }

    private static final Map<Phase, String> COMMANDS = Map.of(Phase.USER_CODE, "run",
            Phase.CREATE, "create start delete", Phase.START, "create start delete", Phase.STATE, "create start state kill delete",
            Phase.EXEC, "create start exec kill delete", Phase.KILL, "create start kill delete", Phase.STOP, "create start kill delete",
            Phase.DELETE, "create start delete", Phase.DELETE_FORCE, "create start deleteForce");

    @ParameterizedTest
    @EnumSource(value = Phase.class, mode = EnumSource.Mode.EXCLUDE, names = "RUN")
    void everyStepHasAContainerFromCreateToDelete(Phase phase) throws IOException {
        try (Starter starter = starter("direct", phase)) {
            for (boolean mark : new boolean[] {true, false}) {
                Measurement measured = starter.run(AMPLE, mark);
                assertTrue(succeeded(measured), measured.outcome()::toString);
            }
        }
        List<String> once = List.of(COMMANDS.get(phase).split(" "));
        assertEquals(Stream.concat(once.stream(), once.stream()).toList(), calls(), "and no cleaning up");
    }

    @Test
    void theShimsCallsAreOneOperation() throws IOException {
        try (Starter starter = starter(Engines.SHIM_WAY, Phase.RUN)) {
            assertTrue(succeeded(starter.run(AMPLE, true)), "with a mark in the file that create was given");
            assertTrue(succeeded(starter.run(AMPLE, false)));
            assertTrue(starter.commandLine().contains(" --log-format json create --bundle "), starter.commandLine());
        }
        List<String> once = List.of("create", "start", "delete", "deleteForce");
        assertEquals(Stream.concat(once.stream(), once.stream()).toList(), calls());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "create      | echo no such file >&2; exit 1     | RUNTIME  | create: no such file",
        "create      | exit 0                            | RUNTIME  | wait: no process id was left in PID",
        "start       | echo '{\"msg\": \"x\"}' > $log; exit 1 | RUNTIME  | start: {\"msg\": \"x\"}",
        "delete      | exit 9                            | WORKLOAD | in its step delete"})
    void aFailureSaysInWhichStep(String command, String script, FailureClass failure, String said) throws IOException {
        fail(command, script);
        try (Starter starter = starter(Engines.SHIM_WAY, Phase.RUN)) {
            Outcome.Failed failed = failed(starter.run(AMPLE, false));
            assertEquals(List.of(failure, said.replace("PID", World.shortName("fake/direct-shim/exit/burst/default") + ".pid")),
                    List.of(failed.failure(), failed.stderr()));
        }
        assertEquals("deleteForce", calls().get(calls().size() - 1), "cleaned up");
    }

    @Test
    void whatFailsBeforeIsAFailureAndNothingIsTimed() throws IOException {
        fail("start", "exit 1");
        try (Starter starter = starter("direct", Phase.EXEC)) {
            assertEquals("in its step start", failed(starter.run(AMPLE, false)).stderr());
        }
        assertFalse(calls().contains("exec"));
    }

    @Test
    void whatFailsAfterwardsIsAFailureWithTheTimeOfWhatWasTimed() throws IOException {
        fail("kill", "sleep .3; exit 1");
        try (Starter starter = starter("direct", Phase.STATE)) {
            long before = System.nanoTime();
            Outcome.Failed failed = failed(starter.run(AMPLE, false));
            long all = System.nanoTime() - before;
            assertEquals("in its step kill", failed.stderr());
            assertTrue(failed.wallNanos() < all - 300_000_000, () -> "the kill's .3 s are in " + failed + " of " + all);
        }
    }

    @ParameterizedTest
    @CsvSource({"STATE, exit 0", "STATE, head -c 300 /dev/zero; exit 0", "EXEC, exit 42"})
    void aStepThatOnlyEndsAsItShouldIsALie(Phase phase, String script) throws IOException {
        fail(phase.label(), script);
        try (Starter starter = starter("direct", phase)) {
            assertTrue(succeeded(starter.run(AMPLE, false)), "it is looked at where a mark is wanted");
            Outcome.Failed failed = failed(starter.run(AMPLE, true));
            assertEquals(List.of(FailureClass.NOT_RUN, "what it had to write did not come"), List.of(failed.failure(), failed.stderr()));
        }
    }

    @Test
    void aContainerThatSaysNothingHasNotRun() throws IOException {
        fail("run", "exit 42");
        try (Starter starter = starter("direct", Phase.USER_CODE)) {
            assertEquals(FailureClass.NOT_RUN, failed(starter.run(AMPLE, false)).failure(), "it ended as if it had run");
            fail("run", "exit 7");
            assertEquals(FailureClass.WORKLOAD, failed(starter.run(AMPLE, false)).failure());
            fail("run", "exit 1");
            assertEquals(FailureClass.RUNTIME, failed(starter.run(AMPLE, false)).failure());
        }
        fail("start", "exit 0");
        fail("create", "sleep .1 & echo $! > pid-$id; cp pid-$id \"$pidfile\"; exit 0");
        try (Starter starter = starter("direct", Phase.KILL)) {
            Outcome.Failed failed = failed(starter.run(AMPLE, false));
            assertEquals(FailureClass.NOT_RUN, failed.failure(), failed::toString);
            assertEquals("first byte: the container did not write its mark", failed.stderr());
        }
    }

    @Test
    void aHangingStepIsEndedAndTheContainerWithIt() throws Exception {
        fail("exec", "exec sleep 300");
        try (Starter starter = starter("direct", Phase.EXEC)) {
            Measurement measured = starter.run(Duration.ofSeconds(3), false);
            assertEquals("in its step exec", measured.outcome().fold(ok -> "", f -> f.toString(), late -> late.stderr()));
            long container = Long.parseLong(Files.readString(folder.resolve("bin/pid-" + starter.id())).strip());
            for (int tries = 0; tries < 500 && ProcessHandle.of(container).isPresent(); tries++) {
                Thread.sleep(20);
            }
            assertFalse(ProcessHandle.of(container).isPresent());
            Files.delete(folder.resolve("bin/fail-exec"));
            assertTrue(succeeded(starter.run(AMPLE, false)), "the next operation is whole");
        }
    }

    @Test
    void onlyTheDirectWayHasPhases() {
        assertThrows(IllegalArgumentException.class, () -> starter("ctr", Phase.CREATE));
        assertThrows(IllegalArgumentException.class, () -> starter(Engines.SHIM_WAY, Phase.CREATE));
        assertThrows(IllegalArgumentException.class, () -> Engines.of(world,
                new Arm("spawn", Arm.CONTROL, "true", "burst", "default", Phase.CREATE)));
    }

    @Test
    void theSpecificationIsTheBundles() throws IOException {
        Arm run = new Arm("fake", "direct", "exit", "burst", "default");
        JsonNode spec = Engines.of(world, run).spec().orElseThrow();
        assertEquals("exit 42", spec.path("process").path("args").path(2).asText());
        JsonNode idle = Engines.of(world, run.with(Phase.KILL)).spec().orElseThrow();
        assertTrue(idle.path("process").path("args").path(2).asText().contains("sleep"), idle.toString());
        assertTrue(Engines.of(world, new Arm("spawn", Arm.CONTROL, "true", "burst", "default")).spec().isEmpty());
    }
}

package org.ocibench.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocibench.cli.Stored;
import org.ocibench.compare.ArmExplanation;
import org.ocibench.compare.OrderStatistics;
import org.ocibench.compare.Sign;
import org.ocibench.engine.Arm;
import org.ocibench.engine.Engines;
import org.ocibench.engine.Phase;
import org.ocibench.host.Work;

class AbCausesTest {

    private static final String OLD = "runc@1.1.13";
    private static final String NEW = "runc@1.1.15";

    @TempDir
    private Path results;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private boolean stopped;

    private AbRequest request(String via, Phase phase) {
        return new AbRequest(OLD, NEW, Optional.empty(), via, "exit", "burst", "quiet", phase, Duration.ofMinutes(1), 1, null, results, List.of());
    }

    private List<Sign> look(AbRequest request, AbCauses.Running<ExplainRequest, List<ArmExplanation>> explanations) throws Exception {
        return new AbCauses(request, steps -> stored(request, steps), explanations, () -> stopped,
                new PrintStream(said, true, StandardCharsets.UTF_8)).look(shares(request));
    }

    private static Map<String, Double> shares(AbRequest request) {
        return Map.of(request.arm(OLD).key(), .5, request.arm(NEW).key(), .6);
    }

    /** A campaign of steps, in the folder that was asked for. */
    private static CampaignResult stored(AbRequest request, Request steps) throws IOException {
        List<String> arms = AbRequest.STEPS.stream().flatMap(phase -> Stream.of(OLD, NEW).map(name -> request.arm(name).with(phase).key())).toList();
        return new CampaignResult(Stored.campaign(steps.results(), "20261130T080000Z", 21, arms, "", 1000), "", true, List.of(), false, false, null);
    }

    private static List<ArmExplanation> explained(ExplainRequest request) {
        List<ArmExplanation> seen = new ArrayList<>();
        for (String name : request.values().runtimes()) {
            seen.add(new ArmExplanation(new Arm(name, "direct", "exit", "burst", "quiet", Phase.RUN), 3, Map.of(),
                    Map.of(Work.SYSCALLS, OrderStatistics.of(name.equals(OLD) ? 100 : 200)), Optional.empty(), 0));
        }
        return seen;
    }

    private static List<String> names(List<Sign> signs) {
        return signs.stream().map(Sign::name).toList();
    }

    @Test
    void aWholeStartIsWatchedAndTakenToPieces() throws Exception {
        List<Sign> signs = look(request(Engines.DIRECT, Phase.RUN), AbCausesTest::explained);
        assertEquals(List.of("CPU time in the kernel", "syscalls", "create", "start", "delete"), names(signs));
        assertEquals(200, signs.get(1).candidate());
        assertEquals(10, signs.get(2).candidate() - signs.get(2).baseline(), .1);
    }

    @Test
    void throughContainerdThereAreNoSteps() throws Exception {
        assertEquals(List.of("CPU time in the kernel"), names(look(request("ctr", Phase.RUN), any -> List.of())));
    }

    @Test
    void aStepIsNotTakenToPieces() throws Exception {
        assertEquals(List.of("CPU time in the kernel"), names(look(request(Engines.DIRECT, Phase.CREATE), AbCausesTest::explained)));
    }

    @Test
    void whatCannotBeLookedAtIsToldAndTakesNothingElse() throws Exception {
        List<Sign> signs = look(request(Engines.DIRECT, Phase.RUN), any -> {
            throw new IOException("no perf events here");
        });
        assertEquals(List.of("CPU time in the kernel", "create", "start", "delete"), names(signs));
        assertTrue(said.toString(StandardCharsets.UTF_8).contains("not all of the signs of the cause can be had: no perf events here"), said::toString);
    }

    @Test
    void afterAStopNothingMoreIsRun() throws Exception {
        List<Sign> signs = look(request(Engines.DIRECT, Phase.RUN), request -> {
            stopped = true;
            return explained(request);
        });
        assertEquals(List.of("CPU time in the kernel", "syscalls"), names(signs));
    }

    @Test
    void theCampaignOfStepsIsThrownAway() throws Exception {
        look(request(Engines.DIRECT, Phase.RUN), AbCausesTest::explained);
        try (Stream<Path> left = Files.list(results)) {
            assertEquals(List.of(), left.toList());
        }
    }
}

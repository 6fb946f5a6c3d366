package org.ocibench.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ocibench.engine.Arm;
import org.ocibench.engine.Burst;
import org.ocibench.engine.HostState;
import org.ocibench.engine.Phase;
import org.openjdk.jmh.runner.options.VerboseMode;

class PlannerTest {

    private static final List<Arm> ARMS = List.of(arm("crun", "default"), arm("runc", "default"));

    private final Health health = new Health(null);

    private static Arm arm(String runtime, String kernel) {
        return new Arm(runtime, "direct", "exit", "burst", kernel);
    }

    private static Request request(int blocks, int starts, int turn, long seed, boolean full, String... kernels) {
        var values = new Selection.Values(List.of("crun", "runc"), List.of("direct"), List.of("exit"), List.of("burst"),
                List.of(kernels), List.of(Phase.RUN), false);
        return new Request(values, new Selection.Searches(List.of(), List.of()), List.of(), blocks, starts, 2, turn, seed,
                full, null, null, Path.of("results"), null, null, null, List.of(), List.of(), VerboseMode.NORMAL, false, false, false, List.of());
    }

    private Plan plan(Request request) {
        return Planner.plan(request, ARMS, health);
    }

    /** The pilot's times: every operation of every arm takes so long. */
    private void pace(int millis) {
        ARMS.forEach(arm -> health.note(arm.key(), true, millis * 1_000_000L));
    }

    @ParameterizedTest
    @CsvSource({"1, 4, 4", "4, 4, 4", "5, 4, 8", "48, 4, 48", "10, 3, 12", "7, 1, 7", "1, 100, 100"})
    void startsAreRoundedUpToWholeTurns(int starts, int turn, int timed) {
        Plan plan = plan(request(2, starts, turn, 1, false, "default"));
        assertEquals(timed, plan.timedPerBlock());
        assertEquals(2, plan.blocks().size());
        assertEquals(turn, plan.timed());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 6, 7, 19, 20, 40})
    void fullReachesWhatAVerdictNeeds(int blocks) {
        Plan plan = plan(request(blocks, 0, 4, 1, true, "default"));
        assertTrue(plan.blocks().size() >= Plan.VERDICT_BLOCKS);
        assertTrue(plan.blocks().size() * (plan.cycles() / Plan.CYCLES_PER_SUB_BLOCK) >= Plan.VERDICT_SUB_BLOCKS);
        assertFalse(plan.indicative());
    }

    @Test
    void fullCountsPerKernelSetting() {
        Plan plan = plan(request(0, 0, 4, 1, true, "default", "quiet"));
        assertEquals(16, plan.blocks().size());
        assertEquals(8, plan.blocksPerSetting());
        assertFalse(plan.indicative());
    }

    @Test
    void itsSizeIsTold() {
        assertEquals("1 block x 1 cycle x (1 lead-in + 1 timed start)", new Plan(List.of(), List.of("default"), 1, 1, 1, 7).told());
        assertEquals("2 blocks x 3 cycles x (1 lead-in + 4 timed starts)",
                new Plan(List.of(), List.of("default", "quiet"), 3, 4, 1, 7).told());
    }

    @Test
    void tooFewBlocksOrSubBlocksAreIndicativeOnly() {
        assertTrue(plan(request(4, 400, 4, 1, false, "default")).indicative());
        assertTrue(plan(request(5, 44, 4, 1, false, "default")).indicative());
        assertFalse(plan(request(5, 48, 4, 1, false, "default")).indicative());
    }

    @Test
    void twoKernelSettingsAlternateInPairsOfRandomOrder() {
        Set<List<String>> pairs = new HashSet<>();
        for (int seed = 0; seed < 20; seed++) {
            List<String> blocks = plan(request(6, 4, 4, seed, false, "default", "quiet")).blocks();
            assertEquals(12, blocks.size());
            assertEquals(6, Collections.frequency(blocks, "quiet"));
            for (int i = 0; i < blocks.size(); i += 2) {
                assertNotEquals(blocks.get(i), blocks.get(i + 1), blocks::toString);
                pairs.add(blocks.subList(i, i + 2));
            }
        }
        assertEquals(2, pairs.size(), "both orders occur");
    }

    @Test
    void aBlockHasOneBurstAndNeighboursShareTheHostsState() {
        List<Arm> arms = new ArrayList<>();
        for (HostState state : List.of(HostState.NONE, new HostState(50, 0), new HostState(0, 100))) {
            for (int together : List.of(1, 4, 16)) {
                arms.add(arm("crun", "default").with(new Burst(together, state)));
                arms.add(arm("runc", "default").with(new Burst(together, state)));
            }
        }
        Set<List<String>> orders = new HashSet<>();
        for (int seed = 0; seed < 20; seed++) {
            Plan plan = Planner.plan(request(2, 4, 4, seed, false, "default"), arms, health);
            assertEquals(2 * 9, plan.blocks().size());
            for (int round = 0; round < 2; round++) {
                List<String> blocks = plan.blocks().subList(9 * round, 9 * round + 9);
                assertEquals(9, new HashSet<>(blocks).size(), "each setting once");
                List<HostState> states = blocks.stream().map(label -> Setting.ofLabel(label).state()).toList();
                assertEquals(3, IntStream.range(0, 9).filter(i -> i == 0 || !states.get(i).equals(states.get(i - 1))).count());
                orders.add(blocks);
            }
            assertEquals(2, plan.armsOf(1).size(), "both runtimes");
            assertEquals(1, plan.armsOf(1).stream().map(Arm::burst).distinct().count());
            assertEquals(2, plan.blocksPerSetting());
        }
        assertTrue(orders.size() > 30, "random: " + orders.size());
    }

    @Test
    void startingIdleContainersTakesTime() {
        Arm plain = arm("crun", "default").with(new Burst(2, HostState.NONE));
        Arm crowded = arm("crun", "default").with(new Burst(2, new HostState(200, 0)));
        Plan one = Planner.plan(request(1, 4, 4, 1, false, "default"), List.of(plain), health);
        Plan other = Planner.plan(request(1, 4, 4, 1, false, "default"), List.of(crowded), health);
        assertEquals(6, Planner.seconds(other, health) - Planner.seconds(one, health), 1e-9);
    }

    @Test
    void theSeedDecidesTheOrderOfTheSettings() {
        List<String> once = plan(request(20, 4, 4, 7, false, "default", "quiet")).blocks();
        assertEquals(once, plan(request(20, 4, 4, 7, false, "default", "quiet")).blocks());
        assertNotEquals(once, plan(request(20, 4, 4, 8, false, "default", "quiet")).blocks());
    }

    @Test
    void aBlockHasTheArmsOfItsSetting() {
        Plan plan = new Plan(List.of(arm("crun", "default"), arm("crun", "quiet"), arm("runc", "quiet")),
                List.of("quiet", "default"), 3, 4, 2, 1);
        assertEquals(List.of(arm("crun", "quiet"), arm("runc", "quiet")), plan.armsOf(1));
        assertEquals(List.of(arm("crun", "default")), plan.armsOf(2));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 100, 400})
    void withoutNumbersThePlanFillsItsTime(int millis) {
        pace(millis);
        Plan plan = plan(request(0, 0, 4, 1, false, "default"));
        double seconds = Planner.seconds(plan, health);
        assertTrue(seconds > 140 && seconds < 190, millis + " ms per operation make " + seconds + " s");
    }

    @Test
    void aSlowHostGetsFewerCyclesButOne() {
        pace(100);
        int fast = plan(request(0, 0, 4, 1, false, "default")).cycles();
        Health slow = new Health(null);
        ARMS.forEach(arm -> slow.note(arm.key(), true, 200_000_000L));
        assertTrue(Planner.plan(request(0, 0, 4, 1, false, "default"), ARMS, slow).cycles() < fast);
        Health slowest = new Health(null);
        ARMS.forEach(arm -> slowest.note(arm.key(), true, 100_000_000_000L));
        assertEquals(1, Planner.plan(request(0, 0, 4, 1, false, "default"), ARMS, slowest).cycles());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 100})
    void twoKernelSettingsShareTheTime(int millis) {
        List<Arm> both = List.of(arm("crun", "default"), arm("crun", "quiet"));
        both.forEach(arm -> health.note(arm.key(), true, millis * 1_000_000L));
        Plan plan = Planner.plan(request(0, 0, 4, 1, false, "default", "quiet"), both, health);
        double seconds = Planner.seconds(plan, health);
        assertTrue(seconds > 140 && seconds < 190, millis + " ms per operation make " + seconds + " s");
    }

    @Test
    void thePartBeforeACycleGrowsByOneCycle() {
        pace(100);
        Plan plan = plan(request(2, 12, 4, 1, false, "default"));
        double first = Planner.secondsBefore(plan, health, 1, 1);
        double cycle = Planner.secondsBefore(plan, health, 1, 2) - first;
        assertTrue(cycle > 2 * 5 * .1 && cycle < 2 * 5 * .11, "two arms, five starts of 100 ms each: " + cycle);
        assertEquals(first + 3 * cycle + first, Planner.secondsBefore(plan, health, 2, 1), 1e-9);
        assertEquals(2 * (first + 3 * cycle), Planner.seconds(plan, health), 1e-9);
    }

    @Test
    void idleTimeCounts() {
        Arm isolated = new Arm("crun", "direct", "exit", "isolated", "default");
        Plan burst = new Plan(List.of(ARMS.get(0)), List.of("default"), 10, 4, 2, 1);
        Plan idle = new Plan(List.of(isolated), List.of("default"), 10, 4, 2, 1);
        assertEquals(.05 * (2 + 10 * 5), Planner.seconds(idle, health) - Planner.seconds(burst, health), 1e-9);
    }

    @Test
    void watchedStartsCount() {
        pace(100);
        Plan plain = new Plan(List.of(ARMS.get(0)), List.of("default"), 10, 4, 2, 1);
        Plan watched = new Plan(List.of(ARMS.get(0)), List.of("default"), 10, 4, 2, 1, true);
        assertEquals("1 block x 10 cycles x (1 lead-in + 4 timed starts + 4 watched starts)", watched.told());
        double more = Planner.seconds(watched, health) - Planner.seconds(plain, health);
        assertTrue(more > 10 * 4 * .1 && more < 10 * (4 * .11 + .3), "four more starts of 100 ms in each of ten turns: " + more);
    }

    @Test
    void anOrderIsThatOfItsSeed() {
        List<Integer> items = IntStream.range(0, 20).boxed().toList();
        Order order = new Order(7);
        List<Integer> first = order.drawn(items);
        List<Integer> second = order.drawn(items);
        assertNotEquals(first, second, "every cycle has an order of its own");
        Order again = new Order(7);
        assertEquals(List.of(first, second), List.of(again.drawn(items), again.drawn(items)));
        assertNotEquals(first, new Order(8).drawn(items));
        assertEquals(items, first.stream().sorted().toList());
    }
}

package org.ocibench.schedule;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.ocibench.benchmark.ContainerBenchmark;
import org.ocibench.engine.Arm;
import org.ocibench.engine.Burst;
import org.ocibench.host.KernelSetting;

/** Turns a request and the pilot's times into a plan. */
final class Planner {

    /** Blocks where nothing is asked. */
    private static final int DEFAULT_BLOCKS = 3;
    /** Blocks of a full campaign: more than a verdict needs, for where blocks are its units, of which it needs six. */
    private static final int FULL_BLOCKS = 8;
    /** What the main job is meant to take, set-up not counted. */
    private static final double BUDGET_SECONDS = 165;
    /** Start and end of one fork, with the others' beside it: .5 and 1 s on two machines of two cores. */
    static final double FORK_SECONDS = .8;
    /** Start of one idle container. */
    private static final double IDLE_SECONDS = .03;
    /** JMH, messages and counters around one operation. */
    private static final double HAND_OVER_SECONDS = .002;

    /** Opening and closing the layer meter, once a turn: the kernel waits for grace periods. */
    private static final double WATCH_SECONDS = .2;

    private Planner() {
    }

    static Plan plan(Request request, List<Arm> arms, Health health) {
        if (!request.timesStarts()) {
            return new Plan(List.of(), List.of(), 0, request.timedPerTurn(), request.warmUps(), request.seed());
        }
        int blocks = request.blocks() > 0 ? request.blocks() : request.full() ? FULL_BLOCKS : DEFAULT_BLOCKS;
        int cycles = cycles(request, arms, health, blocks);
        return new Plan(arms, order(settings(request, arms), blocks, request.seed()), cycles, request.timedPerTurn(),
                request.warmUps(), request.seed(), request.watchesLayers());
    }

    /** Seconds that a plan takes by the pilot's times. */
    static double seconds(Plan plan, Health health) {
        return secondsBefore(plan, health, plan.blocks().size() + 1, 1);
    }

    /** The part of {@link #seconds} before a cycle of a block begins, both from 1: that block's forks and warm-ups are in it. */
    static double secondsBefore(Plan plan, Health health, int block, int cycle) {
        double sum = 0;
        int idle = 0;
        for (int b = 1; b <= Math.min(block, plan.blocks().size()); b++) {
            List<Arm> arms = plan.armsOf(b);
            int before = idle;
            idle = plan.setting(b).state().idle();
            sum += idle == before ? 0 : idle * IDLE_SECONDS;
            int cycles = b < block ? plan.cycles() : cycle - 1;
            sum += arms.size() * FORK_SECONDS
                    + operationSeconds(arms, health) * (plan.warmUps() + cycles * plan.perTurn())
                    + (plan.watched() ? arms.size() * cycles * WATCH_SECONDS : 0);
        }
        return sum;
    }

    private static int cycles(Request request, List<Arm> arms, Health health, int blocks) {
        if (request.starts() > 0) {
            return (request.starts() + request.timedPerTurn() - 1) / request.timedPerTurn();
        }
        if (request.full()) {
            int subBlocks = (Plan.VERDICT_SUB_BLOCKS + blocks - 1) / blocks;
            return subBlocks * Plan.CYCLES_PER_SUB_BLOCK;
        }
        double fixed = blocks * (arms.size() * FORK_SECONDS + request.warmUps() * operationSeconds(arms, health));
        double cycle = operationSeconds(arms, health) * Plan.perTurn(request.timedPerTurn(), request.watchesLayers())
                + (request.watchesLayers() ? arms.size() * WATCH_SECONDS : 0);
        return (int) Math.max(1, Math.round((BUDGET_SECONDS - fixed) / (blocks * cycle)));
    }

    /** One operation of every arm. */
    private static double operationSeconds(List<Arm> arms, Health health) {
        return arms.stream().mapToDouble(arm -> health.pilotMedianNanos(arm.key()) / 1e9 + HAND_OVER_SECONDS
                + (arm.pace().equals("isolated") ? ContainerBenchmark.ISOLATED_IDLE_MILLIS / 1e3 : 0)).sum();
    }

    private static List<Setting> settings(Request request, List<Arm> arms) {
        List<String> kernels = request.values().kernels().isEmpty() ? List.of(KernelSetting.DEFAULT) : request.values().kernels();
        List<Burst> bursts = new ArrayList<>(new LinkedHashSet<>(arms.stream().map(Arm::burst).toList()));
        if (bursts.isEmpty()) {
            bursts.add(null);
        }
        return kernels.stream().flatMap(kernel -> bursts.stream().map(burst -> new Setting(kernel, burst))).toList();
    }

    // With several settings the blocks alternate, each round of them in random order. Within a round those of one state of the host
    // are neighbours: to start some hundred idle containers takes seconds.
    private static List<String> order(List<Setting> settings, int blocks, long seed) {
        List<String> order = new ArrayList<>();
        Random random = new Random(seed);
        for (int i = 0; i < blocks; i++) {
            List<Setting> round = new ArrayList<>(settings);
            Collections.shuffle(round, random);
            round.stream().collect(Collectors.groupingBy(Setting::state, LinkedHashMap::new, Collectors.toList())).values()
                    .forEach(neighbours -> neighbours.forEach(setting -> order.add(setting.label())));
        }
        return order;
    }
}

package org.ocibench.schedule;

import java.util.List;
import org.ocibench.compare.Gate;
import org.ocibench.compare.SubBlocks;
import org.ocibench.engine.Arm;
import org.ocibench.report.Counted;

/**
 * What a campaign is going to do.
 *
 * @param arms      all arms; a block has those of its setting
 * @param blocks    label of the {@link Setting} of each block, in order
 * @param cycles    cycles per block
 * @param timed     timed operations per turn, after one lead-in
 * @param warmUps   untimed operations per arm at the start of each block
 * @param seed      seed of all orders
 * @param watched   whether each turn has as many watched operations again, after the timed ones
 */
public record Plan(List<Arm> arms, List<String> blocks, int cycles, int timed, int warmUps, long seed, boolean watched) {

    /** Timed operations of a turn where nothing else is asked: the length that gave the best share of timed operations. */
    public static final int TIMED_PER_TURN = 4;
    /** Untimed operations before the timed ones of a turn: they take the wait that the predecessor decides. */
    public static final int LEAD_INS = 1;
    /** Consecutive cycles that make a sub-block, the unit of a verdict. */
    public static final int CYCLES_PER_SUB_BLOCK = SubBlocks.CYCLES;
    /** What a verdict needs at least. */
    public static final int VERDICT_SUB_BLOCKS = Gate.SUB_BLOCKS;
    public static final int VERDICT_BLOCKS = Gate.BLOCKS;

    /** A plan without watched operations. */
    public Plan(List<Arm> arms, List<String> blocks, int cycles, int timed, int warmUps, long seed) {
        this(arms, blocks, cycles, timed, warmUps, seed, false);
    }

    public Plan {
        arms = List.copyOf(arms);
        blocks = List.copyOf(blocks);
    }

    /** The arms of a block, from 1. */
    List<Arm> armsOf(int block) {
        Setting setting = setting(block);
        return arms.stream().filter(arm -> Setting.of(arm).equals(setting)).toList();
    }

    /** What is constant in a block, from 1. */
    Setting setting(int block) {
        return Setting.ofLabel(blocks.get(block - 1));
    }

    /** Timed operations per arm and block. */
    int timedPerBlock() {
        return cycles * timed;
    }

    /** Operations of a turn. */
    int perTurn() {
        return perTurn(timed, watched);
    }

    static int perTurn(int timed, boolean watched) {
        return LEAD_INS + (watched ? 2 : 1) * timed;
    }

    /** What a reader calls one operation. */
    String operation() {
        return hasBursts() ? "burst" : "start";
    }

    /** Whether its operations are bursts. */
    boolean hasBursts() {
        return arms.stream().anyMatch(arm -> arm.burst() != null);
    }

    /** Its size, for a reader. */
    String told() {
        return Counted.of(blocks.size(), "block") + " x " + Counted.of(cycles, "cycle") + " x (" + Counted.of(LEAD_INS, "lead-in")
                + " + " + Counted.of(timed, "timed " + operation())
                + (watched ? " + " + Counted.of(timed, "watched " + operation()) : "") + ")";
    }

    /** Blocks per setting. */
    int blocksPerSetting() {
        return blocks.isEmpty() ? 0 : (int) (blocks.size() / blocks.stream().distinct().count());
    }

    /** True if there are too few sub-blocks or blocks for a verdict. */
    public boolean indicative() {
        int subBlocks = cycles / CYCLES_PER_SUB_BLOCK * blocksPerSetting();
        return subBlocks < VERDICT_SUB_BLOCKS || blocksPerSetting() < VERDICT_BLOCKS;
    }
}

package org.ocibench.compare;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.ocibench.engine.Arm;
import org.ocibench.engine.Engines;
import org.ocibench.engine.Phase;

/**
 * What options of the spec cost one runtime: each arm with one option, compared with the plain one.
 *
 * @param plain  the arm without options
 * @param millis mean over sub-blocks of its wall time; empty if it has none
 * @param cpu    the same for its CPU time
 * @param waited true if all CPU times are getrusage's, where cgroups gave none
 * @param prices one for each option, the dearest first; those without a number last
 */
public record PriceList(Arm plain, Optional<Estimate> millis, Optional<Estimate> cpu, boolean waited,
        List<Price> prices) {

    public PriceList {
        prices = List.copyOf(prices);
    }

    /**
     * The price of one option.
     *
     * @param option its label
     * @param arm    the arm that has it
     * @param wall   wall time added in milliseconds; empty if arm and plain one share no sub-block
     * @param cpu    CPU time added in milliseconds
     * @param peak   bytes added to the container's peak memory
     * @param errors failed of attempted timed starts; of no attempt if the arm could not run
     */
    public record Price(String option, Arm arm, Optional<Estimate> wall, Optional<Estimate> cpu, Optional<Estimate> peak,
            ErrorRate errors) {
    }

    /**
     * The price lists of these arms in the order of their runtimes: of every plain arm with at least one option beside it.
     *
     * @param arms   arms that were measured
     * @param absent those that could not run
     */
    public static List<PriceList> of(Collection<Arm> arms, Collection<Arm> absent, SubBlocks subBlocks) {
        Map<Arm, List<Price>> prices = new LinkedHashMap<>();
        Stream.concat(arms.stream(), absent.stream()).filter(PriceList::hasOption).forEach(arm -> {
            Arm plain = new Arm(arm.runtime(), Engines.plain(arm.via()), arm.workload(), arm.pace(), arm.kernel());
            prices.computeIfAbsent(plain, p -> new ArrayList<>()).add(price(plain, arm, subBlocks));
        });
        List<PriceList> lists = new ArrayList<>();
        prices.forEach((plain, all) -> {
            all.sort(Comparator.comparingDouble((Price p) -> p.wall().map(w -> -w.mean()).orElse(Double.POSITIVE_INFINITY))
                    .thenComparing(Price::option));
            lists.add(new PriceList(plain, level(plain, subBlocks, Measure.WALL), level(plain, subBlocks, cpu(plain, subBlocks)),
                    cpu(plain, subBlocks) == Measure.WAITED_CPU, all));
        });
        return lists;
    }

    /** Whether an arm is of single containers and has an option of the spec. */
    public static boolean hasOption(Arm arm) {
        return arm.phase() == Phase.RUN && arm.burst() == null && Engines.OPTION_WAYS.contains(arm.via());
    }

    // The options of one runtime all wait for the same processes, so that there getrusage is better than nothing.
    private static Measure cpu(Arm plain, SubBlocks subBlocks) {
        return subBlocks.values(plain.key(), Measure.CPU).isEmpty() ? Measure.WAITED_CPU : Measure.CPU;
    }

    private static Optional<Estimate> level(Arm plain, SubBlocks subBlocks, Measure measure) {
        return subBlocks.contrast(List.of(plain.key()), List.of(), measure);
    }

    private static Price price(Arm plain, Arm arm, SubBlocks subBlocks) {
        return new Price(arm.via().substring(Engines.DIRECT.length() + 1), arm,
                subBlocks.difference(plain.key(), arm.key(), Measure.WALL),
                subBlocks.difference(plain.key(), arm.key(), cpu(plain, subBlocks)),
                subBlocks.difference(plain.key(), arm.key(), Measure.PEAK), subBlocks.errors(arm.key()));
    }
}

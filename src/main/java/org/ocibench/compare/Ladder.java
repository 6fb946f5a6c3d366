package org.ocibench.compare;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.ocibench.engine.Arm;
import org.ocibench.engine.Engines;
import org.ocibench.engine.Phase;

/**
 * The ways to one runtime's containers under the same conditions, from a plain process to nerdctl's defaults, each with one
 * change more than the one before.
 *
 * @param runtime    parameter of the runtime
 * @param conditions what all rungs share
 * @param rungs      the arms in order, controls first
 * @param floors     by the {@code via} of a rung the control that shows what its client alone takes
 * @param missing    rungs that the campaign did not measure, in order
 */
public record Ladder(String runtime, Conditions conditions, List<Arm> rungs, Map<String, Arm> floors, List<String> missing) {

    /** Clients' own floors: the control by the {@code via} that it stands beside. */
    private static final Map<String, String> FLOORS = Map.of("ctr", "ctr-version", "nerdctl", "nerdctl-version");

    public Ladder {
        rungs = List.copyOf(rungs);
        floors = Map.copyOf(floors);
        missing = List.copyOf(missing);
    }

    /**
     * The ladders of these arms in the order of their runtimes: of every runtime with two or more ways.
     *
     * @param arms   arms that were measured
     * @param absent keys of those that could not run
     */
    public static List<Ladder> of(Collection<Arm> arms, Collection<String> absent) {
        Map<Conditions, Map<String, Map<String, Arm>>> ways = new LinkedHashMap<>();
        arms.stream().filter(arm -> arm.phase() == Phase.RUN && arm.burst() == null && !arm.isControl())
                .filter(arm -> Engines.PLAIN_WAYS.contains(arm.via()))
                .forEach(arm -> ways.computeIfAbsent(Conditions.of(arm), c -> new LinkedHashMap<>())
                        .computeIfAbsent(arm.runtime(), r -> new LinkedHashMap<>()).put(arm.via(), arm));
        List<Ladder> ladders = new ArrayList<>();
        ways.forEach((conditions, runtimes) -> runtimes.forEach((runtime, own) -> {
            Map<String, Arm> all = new LinkedHashMap<>(own);
            // A variant that is one of the shim has no direct way: run directly it is what it is a variant of.
            Optional.ofNullable(runtimes.get(runtime.split("~")[0])).map(plain -> plain.get(Engines.DIRECT))
                    .filter(direct -> !absent.contains(new Arm(runtime, Engines.DIRECT, direct.workload(), direct.pace(),
                            direct.kernel()).key())).ifPresent(direct -> all.putIfAbsent(Engines.DIRECT, direct));
            if (all.size() > 1) {
                ladders.add(of(runtime, conditions, all, arms));
            }
        }));
        return ladders;
    }

    private static Ladder of(String runtime, Conditions conditions, Map<String, Arm> ways, Collection<Arm> arms) {
        Map<String, Arm> all = new LinkedHashMap<>(ways);
        Map<String, Arm> floors = new LinkedHashMap<>();
        arms.stream().filter(conditions::includeControl).forEach(arm -> all.put(arm.runtime(), arm));
        FLOORS.forEach((via, floor) -> Optional.ofNullable(all.get(floor)).ifPresent(arm -> floors.put(via, arm)));
        List<String> order = Stream.concat(Engines.FLOORS.stream(), Engines.PLAIN_WAYS.stream()).toList();
        return new Ladder(runtime, conditions, order.stream().filter(all::containsKey).map(all::get).toList(), floors,
                order.stream().filter(rung -> !all.containsKey(rung)).toList());
    }

    /** The rung of this way, if it was measured. */
    public Optional<Arm> rung(String via) {
        return rungs.stream().filter(arm -> name(arm).equals(via)).findFirst();
    }

    /** Name of a rung: a control's own, else the way. */
    public static String name(Arm rung) {
        return rung.isControl() ? rung.runtime() : rung.via();
    }
}

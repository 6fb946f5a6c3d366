package org.ocibench.report;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.ocibench.compare.ArmSummary;
import org.ocibench.compare.WallSummary;
import org.ocibench.engine.Arm;
import org.ocibench.engine.Engines;
import org.ocibench.engine.Phase;

/**
 * The arms of a table: their order, their names, and the conditions that tell them apart.
 *
 * @param summaries    in any order
 * @param displayNames name to show by value of the runtime parameter; a runtime without one shows the value
 */
record Arms(List<ArmSummary> summaries, Map<String, String> displayNames) {

    private static final int NAME_LENGTH = 48;

    private static final String WORKLOAD = "workload";
    private static final String PHASE = "phase";

    private static final Map<String, Function<Arm, String>> CONDITIONS = conditions();

    private static final Comparator<ArmSummary> ORDER = Comparator
            .comparingInt((ArmSummary s) -> rung(s.arm()))
            .thenComparing(s -> s.arm().via())
            .thenComparing(s -> s.arm().phase())
            .thenComparingDouble(s -> s.wall().map(WallSummary::median).orElse(Double.POSITIVE_INFINITY))
            .thenComparing(s -> s.arm().key());

    Arms {
        summaries = summaries.stream().sorted(ORDER).toList();
        displayNames = Map.copyOf(displayNames);
    }

    List<ArmSummary> runtimes() {
        return summaries.stream().filter(s -> !s.arm().isControl()).toList();
    }

    List<ArmSummary> controls() {
        return summaries.stream().filter(s -> s.arm().isControl()).toList();
    }

    String name(Arm arm) {
        return SafeText.of(displayNames.getOrDefault(arm.runtime(), arm.runtime()), NAME_LENGTH);
    }

    /** Conditions with several values among the arms, by name. */
    Map<String, Function<Arm, String>> varying() {
        Map<String, Function<Arm, String>> varying = new LinkedHashMap<>(CONDITIONS);
        varying.keySet().removeIf(name -> values(name).size() < 2);
        return varying;
    }

    /** Conditions with one value, as words: {@code workload exit, pace burst}. Empty if there is none; whole starts are not told. */
    String constant() {
        return CONDITIONS.keySet().stream().filter(name -> values(name).size() == 1)
                .filter(name -> !name.equals(PHASE) || !values(name).contains(Phase.RUN.label()))
                .map(name -> name + " " + values(name).get(0)).collect(Collectors.joining(", "));
    }

    private List<String> values(String condition) {
        // Workload and phase of a control are none of a container: they must not turn a shared one into a column.
        boolean runtimesOnly = (condition.equals(WORKLOAD) || condition.equals(PHASE)) && !runtimes().isEmpty();
        return (runtimesOnly ? runtimes() : summaries).stream().map(ArmSummary::arm).map(CONDITIONS.get(condition))
                .distinct().toList();
    }

    private static Map<String, Function<Arm, String>> conditions() {
        Map<String, Function<Arm, String>> conditions = new LinkedHashMap<>();
        conditions.put(PHASE, arm -> arm.phase().label());
        conditions.put(WORKLOAD, Arm::workload);
        conditions.put("pace", Arm::pace);
        conditions.put("kernel", Arm::kernel);
        return conditions;
    }

    /** What is timed of a container, behind a separator; empty for a whole start. */
    static String phase(Arm arm, String separator) {
        return arm.timed().equals(Phase.RUN.label()) ? "" : separator + arm.timed();
    }

    /** Place of the arm's way in the order of tables. */
    static int rung(Arm arm) {
        int rung = Engines.PLAIN_WAYS.indexOf(Engines.plain(arm.via()));
        return rung < 0 ? Engines.PLAIN_WAYS.size() : rung;
    }
}

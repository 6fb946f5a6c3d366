package org.ocibench.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ocibench.compare.ArmExplanation;
import org.ocibench.compare.ArmPath;
import org.ocibench.compare.OrderStatistics;
import org.ocibench.compare.WaitRules;
import org.ocibench.engine.Arm;
import org.ocibench.host.KernelSetting;
import org.ocibench.host.Work;

/** The tables of an explanation; one that has nothing to show is empty. */
final class ExplanationTables {

    /** Waits of an arm that are shown: the longest, and only those that matter. All are in the JSON. */
    private static final int MOST_WAITS = 3;
    private static final double LEAST_SHARE = .02;
    private static final String NONE = "-";

    private final List<ArmExplanation> arms;
    private final Function<ArmExplanation, String> name;
    private final boolean severalWorkloads;

    /** A table with what it shows. */
    record Table(String title, Grid grid) {
    }

    ExplanationTables(List<ArmExplanation> arms, Function<ArmExplanation, String> name) {
        this.arms = arms;
        this.name = name;
        severalWorkloads = workloads(arms).size() > 1;
    }

    /** The containers' workloads; a control has none. */
    static Set<String> workloads(List<ArmExplanation> arms) {
        return arms.stream().map(ArmExplanation::arm).filter(arm -> !arm.isControl()).map(Arm::workload)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What grace periods cost with both kernel settings. */
    Optional<Table> gracePeriods() {
        List<List<String>> rows = new ArrayList<>();
        for (ArmExplanation asIs : arms) {
            Optional<ArmExplanation> quiet = arms.stream().filter(other -> isQuietOf(other.arm(), asIs.arm())).findFirst();
            if (asIs.path().isPresent() && quiet.flatMap(ArmExplanation::path).isPresent()) {
                rows.add(cost(asIs, asIs.path().get(), quiet.get().path().get()));
            }
        }
        List<Grid.Column> columns = new ArrayList<>(conditions());
        columns.addAll(right("wall", "grace periods", "quiet: wall", "grace periods", "grace periods saved"));
        return table("What grace periods cost a start, and what kernel=quiet saves", columns, rows);
    }

    private List<String> cost(ArmExplanation arm, ArmPath asIs, ArmPath quiet) {
        double before = asIs.waited(WaitRules.GRACE_PERIOD);
        double after = quiet.waited(WaitRules.GRACE_PERIOD);
        List<String> row = which(arm);
        row.addAll(List.of(Figures.millis(asIs.wall()), withShare(before, asIs), Figures.millis(quiet.wall()), withShare(after, quiet),
                Figures.millis(before - after)));
        return row;
    }

    private static boolean isQuietOf(Arm quiet, Arm arm) {
        return arm.kernel().equals(KernelSetting.DEFAULT) && quiet.equals(
                new Arm(arm.runtime(), arm.via(), arm.workload(), arm.pace(), KernelSetting.QUIET));
    }

    /** What the critical paths are made of. */
    Optional<Table> paths() {
        List<List<String>> rows = new ArrayList<>();
        for (ArmExplanation arm : arms) {
            arm.path().ifPresent(path -> {
                List<String> row = identity(arm, path.starts());
                double grace = path.waited(WaitRules.GRACE_PERIOD);
                double expedited = path.waited(WaitRules.EXPEDITED);
                row.addAll(List.of(Figures.millis(path.wall()), Figures.millis(path.onCpu()), Figures.millis(path.noCpu()),
                        withShare(grace, path), Figures.millis(expedited), Figures.millis(path.waited() - grace - expedited),
                        Figures.millis(path.unknown())));
                rows.add(row);
            });
        }
        return table("The critical path", columns("wall", "on a CPU", "no CPU", "grace periods", "expedited", "other waits", "unknown"), rows);
    }

    /** What was waited for, and in which process. */
    Optional<Table> waits() {
        List<List<String>> rows = new ArrayList<>();
        for (ArmExplanation arm : arms) {
            List<ArmPath.Spent> waits = arm.path().map(ArmPath::waits).orElse(List.of());
            waits.stream().filter(w -> w.share() >= LEAST_SHARE).limit(MOST_WAITS).forEach(wait -> {
                List<String> row = identity(arm, arm.path().get().starts());
                row.addAll(List.of(String.format(Locale.ROOT, "%.2f", wait.count()), Figures.millis(wait.millis()),
                        Figures.percent(wait.share()) + " %",
                        SafeText.of(wait.reason().toString()) + ", in " + SafeText.of(wait.thread())));
                rows.add(row);
            });
        }
        List<Grid.Column> columns = columns("waits", "ms", "of wall");
        columns.add(Grid.Column.left("for what, in which process"));
        return table("The longest waits on it, per start", columns, rows);
    }

    /** What the kernel counted. */
    Optional<Table> work() {
        List<Work> known = Arrays.stream(Work.values()).filter(w -> arms.stream().anyMatch(a -> a.work().containsKey(w))).toList();
        List<List<String>> rows = new ArrayList<>();
        for (ArmExplanation arm : arms) {
            if (!arm.work().isEmpty()) {
                List<String> row = identity(arm, arm.starts());
                known.forEach(w -> row.add(arm.work().containsKey(w) ? range(arm.work().get(w)) : NONE));
                rows.add(row);
            }
        }
        return table("Work per start: median [least, most]", columns(known.stream().map(Work::label).toArray(String[]::new)), rows);
    }

    private static String range(OrderStatistics values) {
        return String.format(Locale.ROOT, "%.0f [%.0f, %.0f]", values.median(), values.min(), values.max());
    }

    private static String withShare(double millis, ArmPath path) {
        return Figures.millis(millis) + " (" + Figures.percent(path.wall() == 0 ? 0 : millis / path.wall()) + " %)";
    }

    private List<String> identity(ArmExplanation arm, int starts) {
        List<String> row = which(arm);
        row.addAll(List.of(arm.arm().kernel(), Integer.toString(starts)));
        return row;
    }

    private List<String> which(ArmExplanation arm) {
        List<String> row = new ArrayList<>(List.of(name.apply(arm), arm.arm().via()));
        if (severalWorkloads) {
            row.add(arm.arm().workload());
        }
        row.add(arm.arm().pace());
        return row;
    }

    private List<Grid.Column> conditions() {
        return left(severalWorkloads ? new String[] {"runtime", "via", "workload", "pace"} : new String[] {"runtime", "via", "pace"});
    }

    private List<Grid.Column> columns(String... values) {
        List<Grid.Column> columns = new ArrayList<>(conditions());
        columns.add(Grid.Column.left("kernel"));
        columns.addAll(right("n"));
        columns.addAll(right(values));
        return columns;
    }

    private static List<Grid.Column> left(String... titles) {
        return Stream.of(titles).map(Grid.Column::left).toList();
    }

    private static List<Grid.Column> right(String... titles) {
        return Stream.of(titles).map(Grid.Column::right).toList();
    }

    private static Optional<Table> table(String title, List<Grid.Column> columns, List<List<String>> rows) {
        return rows.isEmpty() ? Optional.empty() : Optional.of(new Table(title, new Grid(columns, List.of(new Grid.Section("", rows)))));
    }
}

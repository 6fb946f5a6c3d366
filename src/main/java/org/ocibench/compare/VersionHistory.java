package org.ocibench.compare;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import org.ocibench.engine.Arm;

/**
 * The versions of one runtime under one condition on one machine, over all campaigns that have some of them. Two versions that took turns
 * in a campaign are compared by that; two that never met, by the ratio of each to the namespaces control of its own campaign, which is
 * suspicion only.
 *
 * @param machineId        the machine
 * @param benchmarkVersion of all campaigns
 * @param arm              one of the arms; all others differ by the runtime parameter only
 * @param points           in the order of the versions, within one version in that of the campaigns
 */
public record VersionHistory(String machineId, String benchmarkVersion, Arm arm, List<Point> points) {

    /**
     * A version in a campaign.
     *
     * @param version  the runtime's
     * @param campaign name of the campaign's folder: begins with the time
     * @param sha256   of the binary
     * @param values   by measure and sub-block
     * @param anchor   those of the control in the same campaign
     */
    public record Point(String version, String campaign, String sha256, Map<Measure, SortedMap<SubBlocks.Unit, Double>> values,
            Map<Measure, SortedMap<SubBlocks.Unit, Double>> anchor) {
        public Point {
            values = Collections.unmodifiableMap(values);
            anchor = Collections.unmodifiableMap(anchor);
        }

        /** A version in a campaign. */
        public static Point of(String version, String campaign, String sha256, SubBlocks subBlocks, String arm, String control) {
            Map<Measure, SortedMap<SubBlocks.Unit, Double>> values = new EnumMap<>(Measure.class);
            Map<Measure, SortedMap<SubBlocks.Unit, Double>> anchor = new EnumMap<>(Measure.class);
            for (Measure measure : Measure.TIMES) {
                values.put(measure, subBlocks.values(arm, measure));
                anchor.put(measure, subBlocks.values(control, measure));
            }
            return new Point(version, campaign, sha256, values, anchor);
        }

        /** Its ratio to the control; empty where the two share no sub-block. */
        public Optional<LogRatio> toAnchor(Measure measure) {
            return Paired.of(anchor.get(measure), values.get(measure)).map(Paired::ratio);
        }
    }

    /**
     * The step from one version to another.
     *
     * @param from       the older version
     * @param to         the newer one
     * @param campaigns  in which they took turns; 0 where they were compared across campaigns
     * @param ratio      to / from; empty where there is nothing to compare
     * @param interval   99 % interval; empty where there are too few sub-blocks
     * @param standing   where it stands to the margin
     */
    public record Edge(String from, String to, int campaigns, OptionalDouble ratio, Optional<Interval> interval, Standing standing) {
        /** Whether the two took turns. */
        public boolean remeasured() {
            return campaigns > 0;
        }
    }

    public VersionHistory {
        points = List.copyOf(points);
    }

    /** The versions in their order. */
    public List<String> versions() {
        return points.stream().map(Point::version).distinct().toList();
    }

    /** The points of a version. */
    public List<Point> of(String version) {
        return points.stream().filter(point -> point.version().equals(version)).toList();
    }

    /** Mean over the sub-blocks of all campaigns. */
    public OptionalDouble level(String version, Measure measure) {
        return of(version).stream().flatMap(point -> point.values().get(measure).values().stream()).mapToDouble(Double::doubleValue).average();
    }

    /** The step between two versions. */
    public Edge edge(String from, String to, Measure measure) {
        List<LogRatio> met = new ArrayList<>();
        for (Point a : of(from)) {
            of(to).stream().filter(b -> b.campaign().equals(a.campaign())).findFirst()
                    .flatMap(b -> Paired.of(a.values().get(measure), b.values().get(measure))).map(Paired::ratio).ifPresent(met::add);
        }
        Optional<Effect> effect = met.isEmpty() ? toAnchor(from, measure).flatMap(a -> toAnchor(to, measure).map(b -> Effect.difference(a, b)))
                : Effect.of(met);
        Optional<Interval> interval = effect.map(Effect::interval);
        // Of a few sub-blocks there is a ratio, if no interval.
        OptionalDouble ratio = effect.isPresent() ? OptionalDouble.of(effect.get().ratio())
                : met.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(met.get(met.size() - 1).ratio());
        return new Edge(from, to, met.size(), ratio, interval, Standing.of(interval, Margin.of(measure)));
    }

    private Optional<Effect> toAnchor(String version, Measure measure) {
        return Effect.of(of(version).stream().flatMap(point -> point.toAnchor(measure).stream()).toList());
    }

    /** The steps from each version to the next. */
    public List<Edge> edges(Measure measure) {
        return back(1, measure);
    }

    /** The steps over so many releases: what creeps shows there and nowhere else. */
    public List<Edge> back(int releases, Measure measure) {
        List<String> versions = versions();
        List<Edge> edges = new ArrayList<>();
        for (int i = releases; i < versions.size(); i++) {
            edges.add(edge(versions.get(i - releases), versions.get(i), measure));
        }
        return edges;
    }

    /** The steps over so many releases that are slower, or faster, although no single step of theirs is; each of these must have an interval. */
    public List<Edge> creep(int releases, Measure measure) {
        List<Edge> steps = edges(measure);
        List<Edge> creeping = new ArrayList<>();
        List<Edge> back = back(releases, measure);
        for (int i = 0; i < back.size(); i++) {
            Standing standing = back.get(i).standing();
            if (standing.isChange() && steps.subList(i, i + releases).stream()
                    .allMatch(step -> step.interval().isPresent() && step.standing() != standing)) {
                creeping.add(back.get(i));
            }
        }
        return creeping;
    }

    /** The points that have a ratio to the control. */
    public List<Point> anchored(Measure measure) {
        return points.stream().filter(point -> point.toAnchor(measure).isPresent()).toList();
    }

    /**
     * A change of level in the ratios to the control.
     *
     * @param before last point on the old level
     * @param after  first point on the new one
     * @param ratio  new level / old level
     * @param p      of the test between the two
     */
    public record Change(Point before, Point after, double ratio, double p) {

        /** True where both points are of the same version, so that it is the host's. */
        public boolean isOfTheHost() {
            return before.version().equals(after.version());
        }
    }

    /** Where the ratios of {@link #anchored} change their level. */
    public List<Change> changePoints(Measure measure) {
        List<Point> anchored = anchored(measure);
        double[] logs = anchored.stream().mapToDouble(point -> point.toAnchor(measure).orElseThrow().log().mean()).toArray();
        return ChangePoints.of(Margin.of(measure), logs).stream().map(change -> new Change(anchored.get(change.index() - 1),
                anchored.get(change.index()), Math.exp(change.change()), change.p())).toList();
    }
}

package org.ocibench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.ocibench.engine.Arm;

class VersionHistoryTest {

    private static final String CONDITIONS = "/direct/exit/burst/quiet";
    private static final String CONTROL = "namespaces/control/true/burst/quiet";

    private static String arm(String version) {
        return "runc@" + version + CONDITIONS;
    }

    /** A campaign on a host of some speed, with versions that would take so many ms on the first. */
    private static List<VersionHistory.Point> campaign(long seed, double speed, Object... versionsAndMillis) {
        Synthetic made = new Synthetic(seed, .2, 0).arm(CONTROL, 10 * speed, 10 * speed);
        for (int i = 0; i < versionsAndMillis.length; i += 2) {
            double millis = (Double) versionsAndMillis[i + 1] * speed;
            made.arm(arm((String) versionsAndMillis[i]), millis, millis);
        }
        SubBlocks subBlocks = SubBlocks.of(made.rows(6, 12));
        List<VersionHistory.Point> points = new ArrayList<>();
        for (int i = 0; i < versionsAndMillis.length; i += 2) {
            String version = (String) versionsAndMillis[i];
            points.add(VersionHistory.Point.of(version, "campaign-" + seed, "digest", subBlocks, arm(version), CONTROL));
        }
        return points;
    }

    @SafeVarargs
    private static VersionHistory history(List<VersionHistory.Point>... campaigns) {
        List<VersionHistory.Point> points = new ArrayList<>();
        List.of(campaigns).forEach(points::addAll);
        points.sort(java.util.Comparator.comparing(VersionHistory.Point::version).thenComparing(VersionHistory.Point::campaign));
        return new VersionHistory("machine", "benchmark", Arm.ofKey("runc" + CONDITIONS), points);
    }

    @Test
    void versionsThatMetAreComparedByThat() {
        VersionHistory history = history(campaign(1, 1, "1.1", 20., "1.2", 22.));
        VersionHistory.Edge edge = history.edges(Measure.WALL).get(0);
        assertTrue(edge.remeasured());
        assertEquals(1, edge.campaigns());
        assertEquals(1.1, edge.ratio().orElseThrow(), .01);
        assertEquals(Standing.SLOWER, edge.standing());
    }

    @Test
    void versionsThatNeverMetAreComparedByTheControl() {
        VersionHistory history = history(campaign(1, 1, "1.1", 20.), campaign(2, 1.5, "1.2", 22.), campaign(3, 1, "1.3", 22.));
        List<VersionHistory.Edge> edges = history.edges(Measure.WALL);
        assertFalse(edges.get(0).remeasured());
        assertEquals(1.1, edges.get(0).ratio().orElseThrow(), .01, "the second host is half as slow again");
        assertEquals(Standing.SLOWER, edges.get(0).standing());
        assertEquals(Standing.SAME, edges.get(1).standing());
        assertEquals(33, history.level("1.2", Measure.WALL).orElseThrow(), .2, "levels are as measured");
    }

    @Test
    void severalCampaignsOfAStepAreTakenTogether() {
        VersionHistory.Edge edge = history(campaign(1, 1, "1.1", 20., "1.2", 22.), campaign(2, 1.3, "1.1", 20., "1.2", 22.))
                .edges(Measure.CPU_GEOMETRIC_MEAN).get(0);
        assertEquals(2, edge.campaigns());
        assertEquals(1.1, edge.ratio().orElseThrow(), .01);
    }

    @Test
    void whatCreepsShowsOverSeveralReleases() {
        VersionHistory history = history(campaign(1, 1, "1.1", 20., "1.2", 20.3, "1.3", 20.6, "1.4", 20.9, "1.5", 21.2));
        assertTrue(history.edges(Measure.WALL).stream().noneMatch(edge -> edge.standing() == Standing.SLOWER), history.edges(Measure.WALL).toString());
        List<VersionHistory.Edge> creep = history.creep(4, Measure.WALL);
        assertEquals(1, creep.size());
        assertEquals("1.1", creep.get(0).from());
        assertEquals("1.5", creep.get(0).to());
        assertEquals(List.of(), history.creep(5, Measure.WALL), "there are not so many");
        assertEquals(List.of(), history(campaign(1, 1, "1.1", 20., "1.2", 20., "1.3", 22.)).creep(2, Measure.WALL), "a single step shows it");
    }

    @Test
    void changePointsAreThoseOfTheRatiosToTheControl() {
        List<VersionHistory.Point> points = new ArrayList<>();
        for (int i = 1; i <= 9; i++) {
            points.addAll(campaign(i, 1 + i % 3 * .3, "1." + i, i < 6 ? 20. : 24.));
        }
        VersionHistory history = history(points);
        List<VersionHistory.Change> found = history.changePoints(Measure.WALL);
        assertEquals(1, found.size());
        assertEquals("1.6", found.get(0).after().version());
        assertEquals(List.of(), history(points.subList(0, 7)).changePoints(Measure.WALL), "too few points");
    }

    @Test
    void whereThereIsNothingToCompareNothingIsSaid() {
        SubBlocks nothing = SubBlocks.of(List.of());
        VersionHistory history = history(campaign(1, 1, "1.1", 20.),
                List.of(VersionHistory.Point.of("1.2", "campaign-2", "digest", nothing, arm("1.2"), CONTROL)));
        VersionHistory.Edge edge = history.edges(Measure.WALL).get(0);
        assertEquals(OptionalDouble.empty(), edge.ratio());
        assertEquals(Standing.UNCLEAR, edge.standing());
        assertEquals(OptionalDouble.empty(), history.level("1.2", Measure.WALL));
        assertEquals(1, history.anchored(Measure.WALL).size());
    }
}

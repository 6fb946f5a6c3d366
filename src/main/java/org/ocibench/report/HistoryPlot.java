package org.ocibench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.ocibench.compare.Interval;
import org.ocibench.compare.LogRatio;
import org.ocibench.compare.Measure;
import org.ocibench.compare.VersionHistory;

/**
 * A history as a picture: by version the ratio to the oldest one, step by step. Steps between versions that took turns are solid lines,
 * others dashed; small dots are the ratios to the control, one for each campaign; dotted verticals are change points: between two versions, or
 * through one, where it is the host's.
 */
final class HistoryPlot {

    private static final int LEFT = 70;
    private static final int RIGHT = 20;
    private static final int TOP = 44;
    private static final int PANEL = 190;
    private static final int GAP = 34;
    private static final int BOTTOM = 46;
    private static final int STEP = 92;
    private static final int LEAST_WIDTH = 460;
    /** Of the range of values, free above and below. */
    private static final double MARGIN = .08;
    private static final int TICKS = 5;
    private static final int CAP = 4;
    private static final double DOT = 4;
    private static final double SMALL_DOT = 2;
    /** Pixels by which the dots of several campaigns stand apart at most, and those that all of a version take together. */
    private static final double APART = 5;
    private static final double TOGETHER = 60;

    /** Colours that are told apart in either theme and with any colour vision (M. Okabe and K. Ito, Color Universal Design, 2008). */
    private static final String STYLE = """
            <style>
            text { font: 12px sans-serif; fill: #222; } .title { font-weight: bold; }
            .axis { stroke: #999; } .grid { stroke: #ddd; } .one { stroke: #888; }
            .step { stroke: #0072b2; stroke-width: 2; fill: none; } .across { stroke-dasharray: 5 4; }
            .bar { stroke: #0072b2; } .dot { fill: #0072b2; } .campaign { fill: #e69f00; } .change { stroke: #d55e00; stroke-dasharray: 2 3; }
            @media (prefers-color-scheme: dark) { text { fill: #ddd; } .grid { stroke: #444; } .axis, .one { stroke: #777; }
            .step, .bar { stroke: #56b4e9; } .dot { fill: #56b4e9; } }
            </style>
            """;

    private final VersionHistory history;
    private final List<String> versions;
    private final int width;
    private final StringBuilder svg = new StringBuilder();

    private HistoryPlot(VersionHistory history) {
        this.history = history;
        versions = history.versions();
        width = Math.max(LEAST_WIDTH, LEFT + RIGHT + versions.size() * STEP);
    }

    /** An SVG document. */
    static String of(VersionHistory history, String title) {
        return new HistoryPlot(history).draw(title);
    }

    private String draw(String title) {
        int height = TOP + Measure.TIMES.size() * PANEL + (Measure.TIMES.size() - 1) * GAP + BOTTOM;
        add("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\">", width, height, width, height);
        svg.append(STYLE);
        text(LEFT, 18, "title", "start", title);
        for (int i = 0; i < Measure.TIMES.size(); i++) {
            panel(Measure.TIMES.get(i), TOP + i * (PANEL + GAP));
        }
        for (int i = 0; i < versions.size(); i++) {
            text(x(i), height - BOTTOM + 18, "", "middle", SafeText.of(versions.get(i), 14));
        }
        text(LEFT, height - 8, "", "start", "solid: re-measured; dashed: across campaigns; orange: ratio to the control, by campaign");
        add("</svg>");
        return svg.toString();
    }

    private void panel(Measure measure, int top) {
        List<VersionHistory.Edge> edges = history.edges(measure);
        double[] levels = levels(edges);
        double[][] dots = dots(measure, levels);
        Range range = range(levels, edges, dots);
        text(LEFT, top - 8, "", "start", VerdictSentence.noun(measure) + ", ratio to " + SafeText.of(versions.get(0), 14));
        for (int i = 0; i <= TICKS; i++) {
            double value = range.least() + i * (range.most() - range.least()) / TICKS;
            line(LEFT, range.y(value, top), width - RIGHT, range.y(value, top), "grid");
            text(LEFT - 8, range.y(value, top) + 4, "", "end", String.format(Locale.ROOT, "%.2f", value));
        }
        line(LEFT, range.y(1, top), width - RIGHT, range.y(1, top), "one");
        line(LEFT, top, LEFT, top + PANEL, "axis");
        changes(measure, top);
        for (int i = 0; i < dots.length; i++) {
            double apart = Math.min(APART, TOGETHER / dots[i].length);
            for (int j = 0; j < dots[i].length; j++) {
                circle(x(i) + apart * (j + 2 - (dots[i].length - 1) / 2.), range.y(dots[i][j], top), SMALL_DOT, "campaign");
            }
        }
        for (int i = 0; i < levels.length; i++) {
            if (Double.isFinite(levels[i])) {
                if (i > 0) {
                    step(i, levels, edges.get(i - 1), range, top);
                }
                circle(x(i), range.y(levels[i], top), DOT, "dot");
            }
        }
    }

    private void step(int i, double[] levels, VersionHistory.Edge edge, Range range, int top) {
        line(x(i - 1), range.y(levels[i - 1], top), x(i), range.y(levels[i], top), edge.remeasured() ? "step" : "step across");
        edge.interval().ifPresent(interval -> {
            double low = range.y(levels[i - 1] * interval.lower(), top);
            double high = range.y(levels[i - 1] * interval.upper(), top);
            line(x(i), low, x(i), high, "bar");
            line(x(i) - CAP, low, x(i) + CAP, low, "bar");
            line(x(i) - CAP, high, x(i) + CAP, high, "bar");
        });
    }

    private void changes(Measure measure, int top) {
        for (VersionHistory.Change change : history.changePoints(measure)) {
            double x = x(versions.indexOf(change.after().version())) - (change.isOfTheHost() ? 0 : STEP / 2.);
            line(x, top, x, top + PANEL, "change");
        }
    }

    /** Ratio of each version to the oldest; not a number behind a step that is not known. */
    private double[] levels(List<VersionHistory.Edge> edges) {
        double[] levels = new double[versions.size()];
        levels[0] = 1;
        for (int i = 1; i < levels.length; i++) {
            OptionalDouble ratio = edges.get(i - 1).ratio();
            levels[i] = ratio.isPresent() ? levels[i - 1] * ratio.getAsDouble() : Double.NaN;
        }
        return levels;
    }

    /** By version and campaign the ratio to the control, so scaled that the first of them lies on the line. */
    private double[][] dots(Measure measure, double[] levels) {
        double scale = history.anchored(measure).stream().findFirst().map(point -> levels[versions.indexOf(point.version())]
                / point.toAnchor(measure).orElseThrow().ratio()).orElse(1.);
        return versions.stream().map(version -> history.of(version).stream().flatMap(point -> point.toAnchor(measure).stream())
                .mapToDouble(LogRatio::ratio).map(ratio -> ratio * scale).filter(Double::isFinite).toArray()).toArray(double[][]::new);
    }

    private Range range(double[] levels, List<VersionHistory.Edge> edges, double[][] dots) {
        List<Double> all = new ArrayList<>(List.of(1.));
        for (int i = 0; i < levels.length; i++) {
            all.add(levels[i]);
            if (i > 0 && edges.get(i - 1).interval().isPresent()) {
                Interval interval = edges.get(i - 1).interval().get();
                all.add(levels[i - 1] * interval.lower());
                all.add(levels[i - 1] * interval.upper());
            }
            for (double dot : dots[i]) {
                all.add(dot);
            }
        }
        all.removeIf(value -> !Double.isFinite(value));
        double least = all.stream().mapToDouble(Double::doubleValue).min().orElse(1);
        double most = all.stream().mapToDouble(Double::doubleValue).max().orElse(1);
        double room = Math.max(most - least, .02) * MARGIN;
        return new Range(least - room, most + room);
    }

    private record Range(double least, double most) {
        double y(double value, int top) {
            return top + PANEL * (most - value) / (most - least);
        }
    }

    private double x(int version) {
        return LEFT + STEP * (version + .5);
    }

    private void add(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private void line(double x1, double y1, double x2, double y2, String style) {
        add("<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" class=\"%s\"/>", x1, y1, x2, y2, style);
    }

    private void circle(double x, double y, double radius, String style) {
        add("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" class=\"%s\"/>", x, y, radius, style);
    }

    private void text(double x, double y, String style, String anchor, String text) {
        add("<text x=\"%.1f\" y=\"%.1f\" class=\"%s\" text-anchor=\"%s\">%s</text>", x, y, style, anchor, Prose.html(text));
    }
}

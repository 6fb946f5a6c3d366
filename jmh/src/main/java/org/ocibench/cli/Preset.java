package org.ocibench.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ocibench.bundle.Workload;
import org.ocibench.engine.Engines;

/** Sets of values under one name. What else is given on the command line goes before them. */
enum Preset {
    /** The main job. */
    NONE(Engines.DEFAULT_WAYS, List.of(), Workload.EXIT, false, 0, 0),
    /** What the article ran: its number of containers per runtime, in blocks of a size that a verdict could use. */
    ARTICLE(List.of("nerdctl-default"), List.of(), Workload.TRUE, false, 5, 200),
    /** Every rung from the plain process to nerdctl's defaults, 25 sub-blocks of each: about half an hour. */
    LADDER(Engines.PLAIN_WAYS, Engines.CLIENT_FLOORS, Workload.EXIT, true, 5, 60),
    /** The plain spec and every option of it, run directly: 15 sub-blocks of each, about 25 minutes. */
    PRICES(Stream.concat(Stream.of(Engines.DIRECT), Engines.OPTION_WAYS.stream()).toList(), List.of(), Workload.EXIT, false, 5, 36);

    private final List<String> ways;
    private final List<String> controls;
    private final Workload workload;
    private final boolean patiently;
    private final int blocks;
    private final int starts;

    Preset(List<String> ways, List<String> controls, Workload workload, boolean patiently, int blocks, int starts) {
        this.ways = ways;
        this.controls = controls;
        this.workload = workload;
        this.patiently = patiently;
        this.blocks = blocks;
        this.starts = starts;
    }

    /** The preset of {@code --preset}, or {@link #NONE} without it. */
    static Preset of(String label) throws ExitException {
        if (label == null) {
            return NONE;
        }
        List<Preset> known = Arrays.stream(values()).filter(preset -> preset != NONE).toList();
        return known.stream().filter(preset -> preset.label().equals(label)).findFirst()
                .orElseThrow(() -> ExitException.usage("unknown preset '" + label + "': there is "
                        + known.stream().map(Preset::label).collect(Collectors.joining(", "))));
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    List<String> ways() {
        return ways;
    }

    /** Controls beside those of every campaign. */
    List<String> controls() {
        return controls;
    }

    Workload workload() {
        return workload;
    }

    /** Whether a shim that loses the status of a container that ends at once gets one that lives a while. */
    boolean patiently() {
        return patiently;
    }

    /** Blocks, or 0 to plan. */
    int blocks() {
        return blocks;
    }

    /** Timed starts per block and arm, or 0 to plan. */
    int starts() {
        return starts;
    }
}

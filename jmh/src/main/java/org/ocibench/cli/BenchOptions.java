package org.ocibench.cli;

import java.nio.file.Path;
import org.ocibench.host.PrivateWorld;
import picocli.CommandLine.Option;

/** The options of the bench's own: all have two dashes, JMH's have one. */
final class BenchOptions {

    @Option(names = "--full", description = "What a verdict on times needs: 24 sub-blocks over 8 blocks.")
    boolean full;

    @Option(names = "--preset", paramLabel = "NAME",
            description = "article: 1000 containers per runtime through nerdctl, with the article's table. ladder: every way from a "
                    + "plain process to nerdctl's defaults, for a verdict, in about half an hour. prices: the plain spec and "
                    + "each option of it, directly, in about 25 minutes.")
    String preset;

    @Option(names = "--aa", description = "Add a copy of each named or default runtime as an arm: the A/A control. All runtimes "
            + "without a shim of their own are run from copies then, made alike.")
    boolean aa;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of all orders; drawn if not given.")
    Long seed;

    @Option(names = "--turn", paramLabel = "N", description = "Timed starts per turn, after one untimed (default 4).")
    Integer turn;

    @Option(names = "--op-timeout", paramLabel = "SECONDS",
            description = "Time-out of one start (default: 20 times the arm's pilot median, within 2 and 30 s).")
    Double opTimeout;

    @Option(names = "--containerd", paramLabel = "SOCKET",
            description = "Measure this containerd, in a namespace of ours, instead of starting a private one.")
    String containerd;

    @Option(names = "--cgroup", paramLabel = "LAYOUT",
            description = "auto, v1, v2 or host: the cgroup hierarchies that the bench shows to itself (default auto: a hybrid "
                    + "host as v1).")
    PrivateWorld.Layout cgroup = PrivateWorld.Layout.AUTO;

    @Option(names = "--runtimes", paramLabel = "FILE", description = "Further runtime descriptors (JSON).")
    Path runtimes;

    @Option(names = "--results", paramLabel = "DIR", description = "Folder of all results (default results).")
    Path results = Path.of("results");
}

package org.ocibench.cli;

import java.nio.file.Path;
import org.ocibench.host.PrivateWorld;
import picocli.CommandLine.Option;

/** What every subcommand has that starts containers and keeps results. */
abstract class HostOptions extends StoredResults {

    @Option(names = "--cgroup", paramLabel = "LAYOUT", order = 0,
            description = "auto, v1, v2 or host: the cgroup hierarchies that the bench shows to itself (default auto: a hybrid "
                    + "host as v1).")
    PrivateWorld.Layout cgroup = PrivateWorld.Layout.AUTO;

    @Option(names = "--runtimes", paramLabel = "FILE", order = 0, description = "Further runtime descriptors (JSON).")
    Path runtimes;
}

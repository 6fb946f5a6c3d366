package org.ocibench.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.ocibench.bundle.Workload;
import org.ocibench.engine.Engines;
import org.ocibench.engine.Phase;
import org.ocibench.runtime.RuntimeCatalog;
import org.ocibench.schedule.ExplainRequest;
import org.ocibench.schedule.Selection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The options of {@code explain}. */
@Command(name = "explain", sortOptions = false, synopsisHeading = "Usage: java -jar benchmarks.jar ", description = {
        "Tells what starts are made of, in an untimed pass of its own: system calls, page faults, context switches and, where the"
                + " hardware counts them, instructions per start; and what the start waited for on its critical path, in which"
                + " process. With both kernel settings it shows what RCU grace periods cost and what kernel=quiet saves.%n"}, footer = {
        "%nExit code: 0 done, 4 no container was started or a runtime that was asked for is missing, 64 wrong command line, 69 a"
                + " prerequisite is missing, or another campaign holds the host, 130 interrupted."})
final class ExplainOptions extends HostOptions {

    private static final int MOST_STARTS = 10_000;

    @Option(names = "-p", paramLabel = "NAME=VALUE,…", description = {
            "Values of a parameter: runtime, via, workload, pace, kernel (default: every runtime found, direct, ctr and nerdctl,"
                    + " exit, both paces, both kernel settings)."})
    List<String> parameters = new ArrayList<>();

    @Option(names = "-i", paramLabel = "N", description = "Starts of each arm (default 20).")
    int starts = 20;

    @Option(names = "--json", description = "Print explain.json instead of the tables.")
    boolean json;

    @Option(names = "--op-timeout", paramLabel = "SECONDS", description = "Time-out of one start (default 10).")
    double opTimeout = 10;

    static ExplainOptions parse(String... args) throws ExitException {
        ExplainOptions options = Subcommand.parse(new ExplainOptions(), args);
        if (options.starts < 1 || options.starts > MOST_STARTS) {
            throw ExitException.usage("-i wants a number from 1 to " + MOST_STARTS + ", not " + options.starts);
        }
        Subcommand.opTimeout(options.opTimeout);
        return options;
    }

    static String usage() {
        return Subcommand.usage(new ExplainOptions());
    }

    /**
     * What is asked for.
     *
     * @param kernels settings to explain where none is named
     */
    ExplainRequest request(RuntimeCatalog catalog, List<String> kernels, List<String> commandLine) throws ExitException {
        Map<String, List<String>> given = given();
        List<String> named = given.getOrDefault(Parameters.RUNTIME, List.of());
        Parameters.requireRuntimes(named, catalog);
        return new ExplainRequest(new Selection.Values(named.isEmpty() ? catalog.defaults() : named,
                values(given, "via", Engines.WAYS, Engines.DEFAULT_WAYS),
                values(given, "workload", Parameters.WORKLOADS, List.of(Workload.EXIT.label())),
                values(given, "pace", Parameters.PACES, Parameters.PACES),
                values(given, "kernel", Parameters.KERNELS, kernels), List.of(Phase.RUN), !given.containsKey("workload")),
                named, starts, Subcommand.opTimeout(opTimeout), results, commandLine);
    }

    private Map<String, List<String>> given() throws ExitException {
        Map<String, Set<String>> given = new HashMap<>();
        for (String parameter : parameters) {
            String[] parts = parameter.split("=", 2);
            Parameters.requireName(parts[0], List.of());
            if (parts.length < 2 || parts[1].isEmpty()) {
                throw ExitException.usage("-p " + parts[0] + " needs a value: -p " + parts[0] + "=...");
            }
            given.computeIfAbsent(parts[0], name -> new LinkedHashSet<>())
                    .addAll(Arrays.asList(parts[1].split(",")));
        }
        return given.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, e -> List.copyOf(e.getValue())));
    }

    private static List<String> values(Map<String, List<String>> given, String param, List<String> known, List<String> otherwise)
            throws ExitException {
        return Parameters.values(param, given.getOrDefault(param, List.of()), known, otherwise);
    }
}

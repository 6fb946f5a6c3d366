package org.ocibench.cli;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.ocibench.compare.Forecast;
import org.ocibench.engine.Engines;
import org.ocibench.engine.Phase;
import org.ocibench.host.KernelSetting;
import org.ocibench.runtime.RuntimeCatalog;
import org.ocibench.schedule.AbRequest;
import picocli.CommandLine.Option;

/** What comparisons of two versions have in common: what of a container is compared, under which conditions, for how long. */
abstract class AbConditions extends HostOptions {

    private static final Duration LONGEST = Duration.ofSeconds(Forecast.LONGEST_SECONDS);

    @Option(names = "--via", paramLabel = "WAY", description = "direct, direct-shim, ctr, nerdctl, ... (default direct).")
    String via = Engines.DIRECT;

    @Option(names = "--phase", paramLabel = "PHASE", description = "run, create, start, exec, kill, delete, ... (default run).")
    String phase = Phase.RUN.label();

    @Option(names = "--workload", paramLabel = "NAME", description = "exit, live50, true (default exit).")
    String workload = "exit";

    @Option(names = "--pace", paramLabel = "PACE", description = "burst or isolated (default burst).")
    String pace = "burst";

    @Option(names = "--kernel", paramLabel = "SETTING",
            description = "quiet or default (default quiet where it can be set: times scatter less, so that smaller changes can be told, but what a "
                    + "start waits for RCU grace periods is hidden).")
    String kernel;

    @Option(names = "--budget", paramLabel = "TIME",
            description = "How long a campaign may take; pilot, confirmation and the look for causes are not counted: 90s, 5m, 1h (default 5m).")
    String budget = "5m";

    @Option(names = "--seed", paramLabel = "N", description = "Seed of the order of turns.")
    Long seed;

    @Option(names = "--op-timeout", paramLabel = "SECONDS", description = "Time-out of one start (default: by its pilot).")
    Double opTimeout;

    /**
     * A comparison under these conditions.
     *
     * @param baseline  value of the runtime parameter
     * @param candidate likewise
     */
    final AbRequest request(String baseline, String candidate, String... args) throws ExitException {
        Optional<String> copy = baseline.contains("~") ? Optional.empty() : Optional.of(RuntimeCatalog.copyOf(baseline));
        return new AbRequest(baseline, candidate, copy, one("--via", via, Engines.WAYS), one("--workload", workload, Parameters.WORKLOADS),
                one("--pace", pace, Parameters.PACES), kernel(), phase(), budget(),
                seed == null ? new SecureRandom().nextInt(Integer.MAX_VALUE) : seed,
                opTimeout == null ? null : Subcommand.opTimeout(opTimeout), results, Arrays.asList(args));
    }

    private String kernel() throws ExitException {
        return kernel != null ? one("--kernel", kernel, Parameters.KERNELS)
                : CleanCommand.kernel().obstacle() == null ? KernelSetting.QUIET : KernelSetting.DEFAULT;
    }

    final Duration budget() throws ExitException {
        try {
            Duration time = Duration.parse("PT" + budget.toUpperCase(Locale.ROOT));
            if (!time.isNegative() && !time.isZero() && time.compareTo(LONGEST) <= 0) {
                return time;
            }
        } catch (DateTimeParseException e) {
            throw ExitException.usage("--budget wants a time as 90s, 5m or 1h, not '" + budget + "'");
        }
        throw ExitException.usage("--budget wants a time up to " + LONGEST.toHours() + "h, not '" + budget + "'");
    }

    final Phase phase() throws ExitException {
        Phase known = Phase.ofLabel(one("--phase", phase, Arrays.stream(Phase.values()).map(Phase::label).toList()));
        if (known != Phase.RUN && !via.equals(Engines.DIRECT)) {
            throw ExitException.usage("--phase " + phase + " is of containers that are run directly: leave --via out");
        }
        return known;
    }

    private static String one(String option, String value, List<String> known) throws ExitException {
        return Parameters.values(option, List.of(value), known, List.of()).get(0);
    }
}

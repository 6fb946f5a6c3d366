package org.ocibench.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.ocibench.engine.Burst;
import org.ocibench.engine.Engines;
import org.ocibench.engine.HostState;
import org.ocibench.engine.IdleContainers;
import org.ocibench.runtime.RuntimeCatalog;

/** The bursts that a command line asks for. */
final class BurstValues {

    /** Parameters that only the benchmark of bursts has. */
    static final List<String> PARAMS = List.of("together", "idle", "mounts");
    /** Ways that a campaign of bursts measures when none is given: through nerdctl there is little to see but its locks. */
    static final List<String> DEFAULT_WAYS = List.of("direct", "ctr");
    /** All but the one for which the bench is the parent of every container: of several at once it could not tell whose end it sees. */
    static final List<String> WAYS = Engines.WAYS.stream().filter(way -> !way.equals(Engines.SHIM_WAY)).toList();

    private static final List<Integer> TOGETHER = List.of(1, 2, 4, 8, 16);
    private static final List<Integer> NONE = List.of(0);

    private BurstValues() {
    }

    /**
     * All combinations.
     *
     * @param given      the values of a parameter; empty if it is not given
     * @param containerd socket of the containerd to measure, or null for a private one
     * @param ways       values of the parameter {@code via}
     */
    static List<Burst> of(Function<String, List<String>> given, RuntimeCatalog catalog, String containerd, List<String> ways)
            throws ExitException {
        List<Integer> together = numbers(given, "together", 1, Burst.MOST_TOGETHER, TOGETHER);
        List<Integer> idle = numbers(given, "idle", 0, HostState.MOST_IDLE, NONE);
        List<Integer> mounts = numbers(given, "mounts", 0, HostState.MOST_MOUNTS, NONE);
        if (idle.stream().anyMatch(n -> n > 0) && IdleContainers.runtime(catalog).isEmpty()) {
            throw new ExitException(ExitCode.UNAVAILABLE, "idle containers are started with " + String.join(" or ",
                    IdleContainers.RUNTIMES) + ", and neither is installed: run jmh/provision.sh, or leave out -p idle");
        }
        if (containerd != null && mounts.stream().anyMatch(n -> n > 0) && ways.stream().anyMatch(way -> !way.startsWith("direct"))) {
            throw ExitException.usage("-p mounts makes mounts that a containerd of the host does not see: leave out --containerd or "
                    + "-p mounts, or use -p via=direct");
        }
        List<Burst> bursts = new ArrayList<>();
        for (int i : idle) {
            for (int m : mounts) {
                together.forEach(n -> bursts.add(new Burst(n, new HostState(i, m))));
            }
        }
        return bursts;
    }

    private static List<Integer> numbers(Function<String, List<String>> given, String param, int least, int most,
            List<Integer> otherwise) throws ExitException {
        List<Integer> numbers = new ArrayList<>();
        for (String value : given.apply(param)) {
            if (!value.matches("0|[1-9][0-9]{0,5}") || Integer.parseInt(value) < least || Integer.parseInt(value) > most) {
                throw ExitException.usage("-p " + param + " wants whole numbers from " + least + " to " + most + ", not '" + value + "'");
            }
            numbers.add(Integer.parseInt(value));
        }
        return numbers.isEmpty() ? otherwise : numbers;
    }
}

package org.ocibench.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ocibench.bundle.Workload;
import org.ocibench.engine.Burst;
import org.ocibench.engine.Engines;
import org.ocibench.engine.HostState;
import org.ocibench.runtime.RuntimeBinary;
import org.ocibench.runtime.RuntimeCatalog;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/** What JMH's listing flags print here: JMH's own lists, and for the parameters what is really on this host. */
final class Listings {

    private Listings() {
    }

    /** True if a listing was asked for; then it is printed. */
    static boolean print(CommandLineOptions jmh, RuntimeCatalog catalog) throws RunnerException {
        Runner runner = new Runner(jmh);
        if (jmh.shouldList()) {
            runner.list();
        } else if (jmh.shouldListWithParams()) {
            runner.list();
            printParameters(catalog);
        } else if (jmh.shouldListProfilers()) {
            jmh.listProfilers();
        } else if (jmh.shouldListResultFormats()) {
            jmh.listResultFormats();
        } else {
            return false;
        }
        return true;
    }

    private static void printParameters(RuntimeCatalog catalog) {
        List<String> runtimes = new ArrayList<>(catalog.defaults());
        catalog.found().stream().map(RuntimeBinary::id).forEach(runtimes::add);
        runtimes.removeIf(name -> catalog.absent().contains(name.split("[@~]")[0]));
        System.out.println("  param \"runtime\" = {" + String.join(", ", runtimes) + "}");
        System.out.println("  param \"via\" = {" + String.join(", ", Engines.WAYS) + "}");
        System.out.println("  param \"workload\" = {"
                + String.join(", ", Arrays.stream(Workload.values()).map(Workload::label).toList()) + "}");
        System.out.println("  param \"pace\" = {burst, isolated}");
        System.out.println("  param \"kernel\" = {default, quiet}");
        System.out.println("of BurstBenchmark also:");
        System.out.println("  param \"together\" = {1, 2, 4, ... " + Burst.MOST_TOGETHER + "}");
        System.out.println("  param \"idle\" = {0, ... " + HostState.MOST_IDLE + "}");
        System.out.println("  param \"mounts\" = {0, ... " + HostState.MOST_MOUNTS + "}");
    }
}

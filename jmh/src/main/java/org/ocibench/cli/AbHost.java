package org.ocibench.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.ocibench.compare.SessionSpreads;
import org.ocibench.engine.PrivateContainerd;
import org.ocibench.engine.WorldSetup;
import org.ocibench.host.HostFacts;
import org.ocibench.host.KernelSetting;
import org.ocibench.host.PrivateWorld;
import org.ocibench.runtime.RuntimeCatalog;
import org.ocibench.runtime.UnknownRuntimeException;
import org.ocibench.schedule.AbRequest;
import org.ocibench.schedule.AbRun;
import org.ocibench.schedule.Campaign;
import org.ocibench.schedule.Discarded;
import org.ocibench.schedule.Explanation;
import org.ocibench.schedule.HostReport;

/** The host made ready for comparisons: checked, cleaned, in a private world. */
final class AbHost implements AutoCloseable {

    private final RuntimeCatalog catalog;
    private final PrivateContainerd.Programs programs;
    private final KernelSetting kernel;
    private final HostReport report;
    private volatile AbRun current;
    private volatile boolean stopped;

    private AbHost(RuntimeCatalog catalog, PrivateContainerd.Programs programs, KernelSetting kernel, HostReport report) {
        this.catalog = catalog;
        this.programs = programs;
        this.kernel = kernel;
        this.report = report;
    }

    /** @param setting of the kernel that comparisons ask for */
    static AbHost open(AbConditions options, RuntimeCatalog.Places places, RuntimeCatalog catalog, String setting)
            throws ExitException, IOException {
        Main.requireRoot("starting containers");
        WorldSetup.requireFreeHost();
        Main.requireWritable(options.results);
        Main.enterPrivateWorld(options.cgroup, true);
        CleanCommand.run(System.err, true);
        Discarded.removeLeft(options.results);
        KernelSetting kernel = CleanCommand.kernel();
        Main.requireKernel(kernel, List.of(setting));
        System.err.println("private world: " + PrivateWorld.description() + "; kernel " + setting);
        AbHost host = new AbHost(catalog, WorldSetup.programs(places).orElse(null), kernel, HostReport.read(new HostFacts(Path.of("/"))));
        Main.onSignal(host::stop);
        return host;
    }

    /** Runs one comparison. */
    AbRun.Result run(AbRequest request) throws ExitException, IOException, InterruptedException {
        current = new AbRun(request, one -> new Campaign(one, catalog, programs, kernel, report, System.err, Main.isTerminal()),
                one -> new Explanation(one, catalog, programs, kernel, report, System.err),
                SessionSpreads.read(request.results(), report.machineId(), report.environmentId(), null), System.err);
        if (stopped) {
            current.stop();
        }
        try {
            return current.run();
        } catch (UnknownRuntimeException e) {
            throw ExitException.usage(e.getMessage());
        }
    }

    private void stop() {
        stopped = true;
        AbRun running = current;
        if (running != null) {
            running.stop();
        }
    }

    @Override
    public void close() throws IOException {
        Main.leavePrivateWorld();
    }
}

package org.ocibench.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.ocibench.campaign.CampaignFolder;
import org.ocibench.engine.WorldSetup;
import org.ocibench.host.HostFacts;
import org.ocibench.host.KernelSetting;
import org.ocibench.host.PrivateWorld;
import org.ocibench.runtime.RuntimeCatalog;
import org.ocibench.runtime.UnknownRuntimeException;
import org.ocibench.schedule.ExplainRequest;
import org.ocibench.schedule.Explanation;
import org.ocibench.schedule.HostReport;

/** Tells what starts are made of, in an untimed pass of its own. */
final class ExplainCommand {

    private ExplainCommand() {
    }

    /**
     * Explains.
     *
     * @param args what follows the word {@code explain}
     */
    static int run(String[] args) throws ExitException, IOException, InterruptedException {
        ExplainOptions options = ExplainOptions.parse(args);
        if (options.help) {
            System.out.print(ExplainOptions.usage());
            return ExitCode.OK;
        }
        RuntimeCatalog.Places places = RuntimeCatalog.Places.ofEnvironment();
        RuntimeCatalog catalog = Main.catalog(places, options.runtimes);
        KernelSetting kernel = CleanCommand.kernel();
        List<String> kernels = kernel.obstacle() == null ? Parameters.KERNELS : List.of(KernelSetting.DEFAULT);
        ExplainRequest request = options.request(catalog, kernels, Arrays.asList(args));
        Main.requireRoot("starting containers");
        WorldSetup.requireFreeHost();
        Main.requireWritable(request.results());
        Main.enterPrivateWorld(options.cgroup, true);
        CleanCommand.run(System.err, true);
        Main.requireKernel(kernel, request.values().kernels());
        if (kernel.obstacle() != null) {
            System.err.println("kernel=quiet is not possible here and left out: " + kernel.obstacle());
        }
        System.err.println("private world: " + PrivateWorld.description());
        Explanation explanation = new Explanation(request, catalog, WorldSetup.programs(places).orElse(null), kernel,
                HostReport.read(new HostFacts(Path.of("/"))), System.err);
        Main.onSignal(explanation::stop);
        try {
            return tell(explanation.run(), options.json);
        } catch (UnknownRuntimeException e) {
            throw ExitException.usage(e.getMessage());
        } finally {
            Main.leavePrivateWorld();
        }
    }

    private static int tell(Explanation.Result result, boolean json) throws ExitException, IOException {
        System.out.print(json ? Files.readString(result.folder().resolve(CampaignFolder.EXPLAIN_JSON)) : result.text());
        System.err.println("kept in " + result.folder());
        if (result.stopped()) {
            System.err.println("ocibench: interrupted; what was seen until then is kept");
            return ExitCode.INTERRUPTED;
        }
        if (result.empty()) {
            throw new ExitException(ExitCode.INVALID, "no container was started; the reasons are listed above");
        }
        if (!result.missing().isEmpty()) {
            throw new ExitException(ExitCode.INVALID, "asked for by name and not explained: " + String.join(", ", result.missing()));
        }
        return ExitCode.OK;
    }
}

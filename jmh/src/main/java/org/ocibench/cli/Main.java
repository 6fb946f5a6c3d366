package org.ocibench.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.ocibench.campaign.CampaignFolder;
import org.ocibench.engine.LayerMeter;
import org.ocibench.engine.PrivateContainerd;
import org.ocibench.engine.WorldSetup;
import org.ocibench.host.Campaigns;
import org.ocibench.host.Capabilities;
import org.ocibench.host.HostFacts;
import org.ocibench.host.IoFailure;
import org.ocibench.host.KernelSetting;
import org.ocibench.host.PrivateWorld;
import org.ocibench.host.UserNamespace;
import org.ocibench.report.SafeText;
import org.ocibench.runtime.RuntimeCatalog;
import org.ocibench.runtime.UnknownRuntimeException;
import org.ocibench.schedule.Campaign;
import org.ocibench.schedule.CampaignResult;
import org.ocibench.schedule.HostReport;
import org.ocibench.schedule.Request;
import org.openjdk.jmh.runner.RunnerException;

/** The bench's command line. A subcommand is recognised as the first argument only; everything else is a campaign. */
public final class Main {

    /** No regular file, but the usual place for what is not wanted. */
    private static final Path NOWHERE = Path.of("/dev/null");
    /** How long Ctrl-C waits for the campaign to write its results and clean up. */
    private static final long WIND_UP_SECONDS = 60;
    private static final int LONGEST_MESSAGE = 2000;
    /** Open until the last word is said: when Ctrl-C has ended the waiting for it, the process ends at once. */
    private static final CountDownLatch TOLD = new CountDownLatch(1);

    private static final Map<String, Command> COMMANDS = Map.ofEntries(Map.entry("ab", AbCommand::run), Map.entry("bisect", BisectCommand::run),
            Map.entry("clean", CleanCommand::run), Map.entry("compare", CompareCommand::run), Map.entry("doctor", DoctorCommand::run),
            Map.entry("explain", ExplainCommand::run), Map.entry("export", ExportCommand::run), Map.entry("history", HistoryCommand::run),
            Map.entry("overhead", OverheadCommand::run), Map.entry("prices", PricesCommand::run));

    /** What a subcommand does with the arguments that follow its name. */
    private interface Command {
        int run(String... args) throws ExitException, IOException, InterruptedException;
    }

    private Main() {
    }

    /** Runs and exits with one of the documented codes. */
    public static void main(String[] args) {
        // Read by JMH when its Runner loads: the runners of a block live in one process, under a lock of ours.
        System.setProperty("jmh.ignoreLock", "true");
        Thread.setDefaultUncaughtExceptionHandler(Main::ended);
        int code;
        try {
            code = run(args);
        } catch (ExitException e) {
            code = e.code();
            System.err.println("ocibench: " + SafeText.of(e.getMessage(), LONGEST_MESSAGE));
        } catch (IOException e) {
            code = ExitCode.UNAVAILABLE;
            System.err.println("ocibench: " + SafeText.of(IoFailure.text(e), LONGEST_MESSAGE));
        } catch (InterruptedException e) {
            code = ExitCode.INTERRUPTED;
        } catch (RuntimeException | Error e) {
            // Not the JVM's 1, which is a verdict here.
            code = ExitCode.SOFTWARE;
            e.printStackTrace();
            System.err.println("ocibench: the bench itself failed; what a campaign had measured is kept. Please report it, with the lines above");
        } finally {
            TOLD.countDown();
        }
        System.exit(code);
    }

    // JMH's threads end like that where no further thread can be made; the fork that they serve is lost, and told as such.
    private static void ended(Thread thread, Throwable why) {
        System.err.println("ocibench: a thread of the bench ended: " + SafeText.of(String.valueOf(why.getMessage()), LONGEST_MESSAGE));
    }

    private static int run(String[] args) throws ExitException, IOException, InterruptedException {
        Command command = args.length == 0 ? null : COMMANDS.get(args[0]);
        if (command != null) {
            return command.run(Arrays.copyOfRange(args, 1, args.length));
        }
        Arguments arguments = Arguments.parse(args);
        if (arguments.jmh().shouldHelp()) {
            Arguments.printHelp(arguments.jmh());
            return ExitCode.OK;
        }
        // JMH opens its output file, and crashes where it cannot, as soon as anything is asked of it.
        requireWritableFile("-o", arguments.jmh().getOutput().orElse(null));
        requireWritableFile("-rff", arguments.jmh().getResult().orElse(null));
        RuntimeCatalog.Places places = RuntimeCatalog.Places.ofEnvironment();
        RuntimeCatalog catalog = catalog(places, arguments.bench().runtimes);
        try {
            if (Listings.print(arguments.jmh(), catalog)) {
                return ExitCode.OK;
            }
        } catch (RunnerException e) {
            throw ExitException.usage(e.getMessage());
        }
        Request request = Requests.of(arguments, catalog);
        requireRoot("starting containers");
        WorldSetup.requireFreeHost();
        requireWritable(request.results());
        requireSocket(request.containerd());
        enterPrivateWorld(arguments.bench().cgroup, request.containerd() == null);
        return campaign(request, catalog, WorldSetup.programs(places).orElse(null), output(arguments));
    }

    static RuntimeCatalog catalog(RuntimeCatalog.Places places, Path userDescriptors) throws ExitException {
        try {
            return RuntimeCatalog.discover(places, userDescriptors);
        } catch (IOException e) {
            throw ExitException.usage(e.getMessage());
        }
    }

    static void requireRoot(String what) throws ExitException, IOException {
        if (!Capabilities.read(Path.of("/")).isRoot()) {
            throw new ExitException(ExitCode.UNAVAILABLE, what + " needs root: run it with sudo");
        }
        if (!UserNamespace.isInitial(Path.of("/"))) {
            throw new ExitException(ExitCode.UNAVAILABLE, what + " needs the host's root, and this is the root of a user namespace: "
                    + "it may make no cgroups, without which what a container used cannot be told, nor a hanging one be ended whole; "
                    + "run it with sudo outside");
        }
    }

    static void enterPrivateWorld(PrivateWorld.Layout layout, boolean hideContainerd) throws ExitException {
        try {
            PrivateWorld.enter(layout, hideContainerd);
        } catch (IOException e) {
            throw new ExitException(ExitCode.UNAVAILABLE, "no private mount namespace can be made (CAP_SYS_ADMIN is needed): "
                    + e.getMessage());
        }
    }

    private static int campaign(Request request, RuntimeCatalog catalog, PrivateContainerd.Programs programs, PrintStream out)
            throws ExitException, IOException, InterruptedException {
        CleanCommand.run(System.err, true);
        KernelSetting kernel = CleanCommand.kernel();
        requireKernel(kernel, request.values().kernels());
        String obstacle = request.watchesLayers() ? LayerMeter.obstacle().orElse(null) : null;
        if (obstacle != null) {
            throw new ExitException(ExitCode.UNAVAILABLE, "-prof layers is not possible here: " + obstacle);
        }
        System.err.println("private world: " + PrivateWorld.description());
        Campaign campaign = new Campaign(request, catalog, programs, kernel,
                HostReport.read(new HostFacts(Path.of("/"))), System.err, isTerminal());
        onSignal(campaign::stop);
        try {
            CampaignResult result = campaign.run();
            out.print(result.table());
            if (result.folder() != null) {
                System.err.println("kept in " + result.folder());
            }
            int code = code(result);
            if (result.left() != null) {
                throw new ExitException(ExitCode.UNAVAILABLE, "the campaign is kept, but not all of it could be removed from the "
                        + "host: " + result.left() + "; clean tries again");
            }
            if (out.checkError()) {
                throw new ExitException(ExitCode.UNAVAILABLE, "the table could not be printed; it is in "
                        + result.folder().resolve(CampaignFolder.REPORT));
            }
            return code;
        } catch (UnknownRuntimeException e) {
            throw ExitException.usage(e.getMessage());
        } finally {
            leavePrivateWorld();
        }
    }

    static void requireKernel(KernelSetting kernel, List<String> settings) throws ExitException {
        if (settings.contains(KernelSetting.QUIET) && kernel.obstacle() != null) {
            throw new ExitException(ExitCode.UNAVAILABLE, "kernel=quiet is not possible here: " + kernel.obstacle());
        }
    }

    /** Lets a signal ask for the end, and waits for the last word; the process ends with the code for it then. */
    static void onSignal(Runnable stop) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            boolean signalled = TOLD.getCount() > 0;
            stop.run();
            try {
                TOLD.await(WIND_UP_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (signalled) {
                // The JVM's own code would be 143 after SIGTERM and 129 after SIGHUP.
                Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
            }
        }, "wind up"));
    }

    static void leavePrivateWorld() throws IOException {
        if (Campaigns.living(CleanCommand.ROOT).isEmpty()) {
            PrivateWorld.leave();
        }
    }

    private static int code(CampaignResult result) throws ExitException {
        if (result.stopped()) {
            System.err.println("ocibench: " + interrupted(result.folder() != null));
            return ExitCode.INTERRUPTED;
        }
        if (result.failed()) {
            throw new ExitException(ExitCode.INVALID, "a start failed, and -foe true ends the campaign then");
        }
        if (!result.hasNumbers()) {
            throw new ExitException(ExitCode.INVALID, "no runtime gave a number; the reasons are listed above");
        }
        if (!result.missing().isEmpty()) {
            throw new ExitException(ExitCode.INVALID, "asked for by name and without a number: "
                    + String.join(", ", result.missing()));
        }
        return ExitCode.OK;
    }

    /** What is said after Ctrl-C. */
    static String interrupted(boolean kept) {
        return kept ? "interrupted; what was measured until then is kept" : "interrupted before anything was measured";
    }

    // Console says nothing of stderr, and since Java 22 it is there without a terminal too.
    static boolean isTerminal() {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (IOException e) {
            return false;
        }
    }

    static void requireWritable(Path results) throws ExitException {
        if (results.toString().isEmpty()) {
            throw ExitException.usage("--results wants a folder");
        }
        try {
            Files.createDirectories(results);
            Files.delete(Files.createTempFile(results, ".probe", ""));
        } catch (IOException e) {
            throw new ExitException(ExitCode.UNAVAILABLE, "cannot write into the results folder " + results.toAbsolutePath()
                    + ": choose another with --results DIR");
        }
    }

    /** @param name of the file, or null if there is none to be written */
    static void requireWritableFile(String option, String name) throws ExitException {
        if (name != null) {
            Path file = Path.of(name).toAbsolutePath();
            boolean there = Files.exists(file);
            // A pipe without a reader would be waited for, for ever.
            if (there && !Files.isRegularFile(file) && !file.equals(NOWHERE)) {
                throw new ExitException(ExitCode.UNAVAILABLE, option + ": cannot write " + file + ", which is no regular file: choose "
                        + "another file");
            }
            if (!Files.isDirectory(file.getParent()) || !Files.isWritable(there ? file : file.getParent())) {
                throw new ExitException(ExitCode.UNAVAILABLE, option + ": cannot write " + file + ": choose another file");
            }
        }
    }

    private static void requireSocket(String address) throws ExitException {
        if (address != null && Files.notExists(Path.of(address))) {
            throw new ExitException(ExitCode.UNAVAILABLE, "no containerd listens at " + address + ": start it, name another socket, "
                    + "or leave --containerd out to have a private one");
        }
    }

    private static PrintStream output(Arguments arguments) throws IOException {
        return arguments.jmh().getOutput().hasValue()
                ? new PrintStream(Files.newOutputStream(Path.of(arguments.jmh().getOutput().get())), true, StandardCharsets.UTF_8)
                : System.out;
    }
}

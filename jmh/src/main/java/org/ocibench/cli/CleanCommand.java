package org.ocibench.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.ocibench.engine.WorldSetup;
import org.ocibench.host.Campaigns;
import org.ocibench.host.Census;
import org.ocibench.host.CgroupLayout;
import org.ocibench.host.CleanReport;
import org.ocibench.host.Cleaner;
import org.ocibench.host.KernelSetting;
import org.ocibench.host.LockDraft;
import org.ocibench.host.Native;
import org.ocibench.report.SafeText;

/** Removes what dead campaigns left on the host, and restores the kernel setting. Touches nothing of a living one. */
final class CleanCommand {

    static final Path ROOT = Path.of("/");
    private static final int LONGEST_LINE = 2000;

    private CleanCommand() {
    }

    /** @param args what follows the word {@code clean} */
    static int run(String... args) throws ExitException, IOException {
        CleanOptions options = Subcommand.parse(new CleanOptions(), args);
        if (options.help) {
            System.out.print(Subcommand.usage(options));
            return ExitCode.OK;
        }
        Main.requireRoot("clean");
        return run(System.out, false) ? ExitCode.OK : ExitCode.UNAVAILABLE;
    }

    /** The host's kernel setting with the place where campaigns note its former value. */
    static KernelSetting kernel() {
        return new KernelSetting(ROOT, WorldSetup.STATE);
    }

    /**
     * Cleans.
     *
     * @param quiet prints only what was done
     * @return true if nothing is left
     */
    static boolean run(PrintStream out, boolean quiet) throws IOException {
        if (Campaigns.living(ROOT).isEmpty() && kernel().restore()) {
            out.println("restored /sys/kernel/rcu_expedited to what it was before a campaign changed it");
        }
        CleanReport report = new Cleaner(Native::unmount).clean(new Census(ROOT), token -> Campaigns.isDead(ROOT, token));
        List<Path> drafts = LockDraft.removeDead(ROOT);
        WorldSetup.removeHomes(CgroupLayout.read(ROOT));
        // A process chooses its own name, and whoever mounts the mount point's.
        report.removed().forEach(leftover -> out.println(SafeText.of("removed " + leftover, LONGEST_LINE)));
        report.kept().forEach(kept -> out.println(SafeText.of("could not remove " + kept.leftover() + ": " + kept.reason(),
                LONGEST_LINE)));
        drafts.forEach(draft -> out.println(SafeText.of("removed folder " + draft, LONGEST_LINE)));
        if (!quiet && report.removed().isEmpty() && report.kept().isEmpty() && drafts.isEmpty()) {
            out.println("nothing is left of any campaign");
        }
        return report.isComplete();
    }
}

package org.ocibench.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.ocibench.campaign.CampaignFolder;
import org.ocibench.campaign.CampaignMeta;
import org.ocibench.campaign.Environment;
import org.ocibench.campaign.StoredCampaign;
import org.ocibench.compare.AcrossCampaigns;
import org.ocibench.compare.Comparability;
import org.ocibench.compare.SessionSpreads;
import org.ocibench.compare.Signs;
import org.ocibench.compare.Versus;
import org.ocibench.engine.Arm;
import org.ocibench.report.AcrossJson;
import org.ocibench.report.AcrossReport;
import org.ocibench.report.VerdictJson;
import org.ocibench.report.VerdictReport;

/** Tells whether one runtime is slower than another, from a stored campaign, or puts two campaigns side by side. */
final class CompareCommand {

    private static final String LOCAL = "+local";

    private CompareCommand() {
    }

    /** @param args what follows the word {@code compare} */
    static int run(String... args) throws ExitException, IOException {
        CompareOptions options = Subcommand.parse(new CompareOptions(), args);
        if (options.help) {
            System.out.print(Subcommand.usage(options));
            return ExitCode.OK;
        }
        if (isFolder(options.baseline) || isFolder(options.candidate)) {
            return campaigns(options);
        }
        CampaignChoice.Chosen<List<Versus>> chosen = CampaignChoice.open(options.campaign, options.results,
                meta -> options.campaign != null || pairs(meta, options), one -> versus(one, options),
                pairs -> pairs.stream().anyMatch(CompareCommand::hasInterval),
                "both " + options.baseline + " and " + options.candidate + " under the same conditions",
                "java -jar benchmarks.jar -p runtime=" + options.baseline + "," + options.candidate + " --aa --full");
        StoredCampaign campaign = chosen.campaign();
        CampaignMeta meta = campaign.meta();
        String baseline = named(meta, options.baseline);
        String candidate = named(meta, options.candidate);
        if (!pairs(meta, options)) {
            throw ExitException.usage(baseline.equals(candidate) ? "BASELINE and CANDIDATE are the same runtime, " + baseline
                    : "in " + campaign.folder() + " " + options.baseline + " and " + options.candidate
                            + " were not measured under the same conditions");
        }
        List<Versus> pairs = chosen.told();
        if (pairs.stream().allMatch(pair -> pair.levels().isEmpty())) {
            throw new ExitException(ExitCode.INVALID, "in " + campaign.folder() + " the two have no starts in the same whole sub-block of "
                    + "three cycles: run a campaign with -i 12 or more");
        }
        System.out.print(options.json ? Json.text(pairs.stream().map(pair -> VerdictJson.of(pair, meta.displayNames())).toList())
                : new VerdictReport(pairs, meta.displayNames(), campaign.caption()).text());
        if (pairs.stream().anyMatch(Versus::isInvalid)) {
            throw new ExitException(ExitCode.INVALID, "a copy of " + options.baseline + " came out changed, so no verdict is to be believed");
        }
        return pairs.stream().allMatch(Versus::isInconclusive) ? ExitCode.INCONCLUSIVE : ExitCode.OK;
    }

    /** No runtime's name has a slash, but there may be a folder named like a runtime. */
    private static boolean isFolder(String name) {
        return name.contains("/") || Files.exists(Path.of(name, CampaignFolder.META_JSON));
    }

    /** Two campaigns side by side. */
    private static int campaigns(CompareOptions options) throws ExitException, IOException {
        if (options.campaign != null || !isFolder(options.baseline) || !isFolder(options.candidate)) {
            throw ExitException.usage("compare takes two runtimes of one campaign, or the folders of two campaigns, not one of each");
        }
        StoredCampaign before = CampaignChoice.named(Path.of(options.baseline));
        StoredCampaign after = CampaignChoice.named(Path.of(options.candidate));
        AcrossCampaigns across = AcrossCampaigns.of(before, after);
        Comparability comparability = across.comparability();
        if (!comparability.refusals().isEmpty()) {
            throw new ExitException(ExitCode.NOT_COMPARABLE, "the two campaigns do not compare: " + String.join("; ", comparability.refusals())
                    + "; ab OLD NEW measures both again");
        }
        if (across.rows().isEmpty()) {
            throw new ExitException(ExitCode.NOT_COMPARABLE, "the two campaigns have no arm in common" + comparability.conditions().stream()
                    .map(change -> "; " + change.key() + ": " + change.before() + " -> "
                            + change.after()).collect(Collectors.joining()));
        }
        if (comparability.otherMachine() && !options.crossMachine) {
            throw new ExitException(ExitCode.NOT_COMPARABLE, "the two campaigns are of different machines, "
                    + before.meta().environment().machineId() + " and " + after.meta().environment().machineId()
                    + ": --cross-machine puts them side by side, without conclusions");
        }
        System.out.print(options.json ? Json.text(AcrossJson.of(across))
                : new AcrossReport(across, after.meta().displayNames(), before.caption(), after.caption()).text());
        return ExitCode.OK;
    }

    private static List<Versus> versus(StoredCampaign campaign, CompareOptions options) {
        CampaignMeta meta = campaign.meta();
        if (!pairs(meta, options)) {
            return List.of();
        }
        return Versus.of(meta.arms(), find(meta, options.baseline).orElseThrow(), find(meta, options.candidate).orElseThrow(), campaign.rows(),
                spreads(campaign, options)::like, options.seed).stream()
                .map(pair -> pair.and(Signs.ofSystemShares(meta.systemShares(), pair.baseline().key(), pair.candidate().key()))).toList();
    }

    private static SessionSpreads spreads(StoredCampaign campaign, CompareOptions options) {
        Environment environment = campaign.meta().environment();
        return SessionSpreads.read(options.results, environment.machineId(), environment.environmentId(), campaign.folder().getFileName().toString());
    }

    private static boolean hasInterval(Versus pair) {
        return pair.comparison().measures().stream().anyMatch(measure -> measure.p().isPresent());
    }

    private static boolean pairs(CampaignMeta meta, CompareOptions options) {
        Optional<String> baseline = find(meta, options.baseline);
        Optional<String> candidate = find(meta, options.candidate);
        return baseline.isPresent() && candidate.isPresent() && !baseline.equals(candidate) && meta.arms().stream()
                .anyMatch(arm -> arm.runtime().equals(baseline.get()) && meta.arms().contains(arm.with(candidate.get())));
    }

    private static String named(CampaignMeta meta, String name) throws ExitException {
        return find(meta, name).orElseThrow(() -> ExitException.usage("the campaign has no runtime '" + name + "'; it has "
                + meta.arms().stream().filter(arm -> !arm.isControl()).map(Arm::runtime).distinct().sorted()
                        .collect(Collectors.joining(", "))));
    }

    // As it was asked for, or as tables show it, with or without the mark of a build of this host.
    private static Optional<String> find(CampaignMeta meta, String name) {
        List<String> runtimes = meta.arms().stream().map(Arm::runtime).distinct().toList();
        return runtimes.contains(name) ? Optional.of(name) : runtimes.stream().filter(runtime -> {
            String shown = meta.displayNames().getOrDefault(runtime, runtime);
            return name.equals(shown) || name.equals(shown.replace(LOCAL, ""));
        }).findFirst();
    }
}

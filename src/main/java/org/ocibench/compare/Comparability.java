package org.ocibench.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.ocibench.campaign.CampaignMeta;
import org.ocibench.campaign.Environment;
import org.ocibench.engine.Arm;

/**
 * Whether two campaigns compare at all, and what changed between them.
 *
 * @param refusals     why they do not; empty if they do
 * @param otherMachine whether they were made on different machines
 * @param conditions   parameters of which they have other values
 * @param changes      what differs of their environment
 */
public record Comparability(List<String> refusals, boolean otherMachine, List<Change> conditions, List<Change> changes) {

    /** Facts of the machine, which are told by its digest; listing them all would drown the rest. */
    private static final String MACHINE = "machine/";

    /** A fact that differs. */
    public record Change(String key, String before, String after) {
    }

    public Comparability {
        refusals = List.copyOf(refusals);
        conditions = List.copyOf(conditions);
        changes = List.copyOf(changes);
    }

    /** Compares what two campaigns were made with. */
    public static Comparability of(CampaignMeta before, CampaignMeta after) {
        Environment a = before.environment();
        Environment b = after.environment();
        List<String> refusals = new ArrayList<>();
        if (List.of(a, b).stream().anyMatch(one -> one.benchmarkVersion().equals(Environment.UNKNOWN))) {
            refusals.add("one of them does not tell its version of the benchmark");
        }
        refuse("the benchmark itself, its containers' configurations or their root file system are of another version", a.benchmarkVersion(),
                b.benchmarkVersion(), refusals);
        refuse("the architecture is another", a.architecture(), b.architecture(), refusals);
        if (!a.imageDigest().equals(Environment.UNKNOWN) && !b.imageDigest().equals(Environment.UNKNOWN)) {
            refuse("the image is another", a.imageDigest(), b.imageDigest(), refusals);
        }
        boolean otherMachine = !a.machineId().equals(b.machineId()) || a.machineId().equals(Environment.UNKNOWN);
        List<Change> changes = new ArrayList<>();
        SortedSet<String> keys = new TreeSet<>(a.facts().keySet());
        keys.addAll(b.facts().keySet());
        keys.removeIf(key -> !otherMachine && key.startsWith(MACHINE));
        List<Change> conditions = new ArrayList<>();
        add("pace", values(before.arms(), Arm::pace), values(after.arms(), Arm::pace), conditions);
        add("kernel setting", values(before.arms(), Arm::kernel), values(after.arms(), Arm::kernel), conditions);
        keys.forEach(key -> add(key, fact(a, key), fact(b, key), changes));
        binaries(a, b, changes);
        return new Comparability(refusals, otherMachine, conditions, changes);
    }

    /** The same with one more reason why they do not. */
    Comparability and(String refusal) {
        List<String> more = new ArrayList<>(refusals);
        more.add(refusal);
        return new Comparability(more, otherMachine, conditions, changes);
    }

    private static void binaries(Environment before, Environment after, List<Change> changes) {
        Set<String> both = new TreeSet<>(before.binaries().keySet());
        both.retainAll(after.binaries().keySet());
        for (String runtime : both) {
            if (!before.binaries().get(runtime).equals(after.binaries().get(runtime))) {
                add("binary of " + runtime, told(before, runtime), told(after, runtime), changes);
            }
        }
    }

    private static String told(Environment of, String runtime) {
        String digest = of.binaries().get(runtime);
        return of.versions().get(runtime) + ", sha256 " + digest.substring(0, Math.min(digest.length(), 12));
    }

    private static void refuse(String why, String before, String after, List<String> refusals) {
        if (!before.equals(after)) {
            refusals.add(why);
        }
    }

    private static void add(String key, String before, String after, List<Change> changes) {
        if (!before.equals(after)) {
            changes.add(new Change(key, before, after));
        }
    }

    private static String fact(Environment of, String key) {
        return of.facts().getOrDefault(key, Environment.UNKNOWN);
    }

    private static String values(List<Arm> arms, Function<Arm, String> value) {
        return arms.stream().map(value).distinct().sorted().collect(Collectors.joining(", "));
    }

    /** Runtimes whose binary is the same file content in both campaigns: what may be their anchor. */
    static List<String> unchanged(Map<String, String> before, Map<String, String> after) {
        return before.entrySet().stream().filter(one -> !one.getValue().equals(Environment.UNKNOWN)
                && one.getValue().equals(after.get(one.getKey()))).map(Map.Entry::getKey).sorted().toList();
    }
}

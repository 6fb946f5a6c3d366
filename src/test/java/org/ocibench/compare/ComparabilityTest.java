package org.ocibench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.ocibench.campaign.CampaignMeta;
import org.ocibench.campaign.Environment;
import org.ocibench.campaign.StoredCampaign;
import org.ocibench.engine.Arm;

class ComparabilityTest {

    private static final String CRUN = "crun/direct/exit/burst/quiet";
    private static final String RUNC = "runc/direct/exit/burst/quiet";
    private static final String CONTROL = "namespaces/control/true/burst/quiet";
    private static final Environment USUAL = environment("machine", "x86_64", "benchmark", Map.of("kernel/release", "6.18"), Map.of("crun", "aa", "runc", "bb"));

    private static Environment environment(String machine, String architecture, String benchmark, Map<String, String> facts,
            Map<String, String> binaries) {
        Map<String, String> versions = Map.of("crun", "1.21", "runc", "1.5.2");
        return new Environment(machine, "environment", architecture, benchmark, Environment.UNKNOWN, new TreeMap<>(facts), binaries, versions);
    }

    private static CampaignMeta meta(Environment environment, String... arms) {
        return new CampaignMeta(List.of(arms).stream().map(Arm::ofKey).toList(), Map.of(), List.of(), Map.of(), Map.of(), Map.of(), Map.of(),
                List.of(), environment);
    }

    private static Comparability compared(Environment after) {
        return Comparability.of(meta(USUAL, CRUN), meta(after, CRUN));
    }

    private static StoredCampaign campaign(long seed, double speed, double crun, double runc, Environment environment) {
        Synthetic made = new Synthetic(seed, .2, .5).arm(CONTROL, 10 * speed, 10 * speed).arm(CRUN, crun * speed, crun * speed)
                .arm(RUNC, runc * speed, runc * speed);
        return new StoredCampaign(Path.of("campaign"), meta(environment, CONTROL, CRUN, RUNC), made.rows(6, 12), Optional.empty());
    }

    private static AcrossCampaigns.Row row(AcrossCampaigns across, String arm) {
        return across.rows().stream().filter(row -> row.arm().key().equals(arm)).findFirst().orElseThrow();
    }

    @Test
    void theSameCompares() {
        Comparability same = compared(USUAL);
        assertEquals(new Comparability(List.of(), false, List.of(), List.of()), same);
    }

    @Test
    void anotherBenchmarkOrArchitectureIsRefused() {
        assertEquals(List.of("the benchmark itself, its containers' configurations or their root file system are of another version"),
                compared(environment("machine", "x86_64", "other", USUAL.facts(), USUAL.binaries())).refusals());
        assertEquals(List.of("the architecture is another"),
                compared(environment("machine", "aarch64", "benchmark", USUAL.facts(), USUAL.binaries())).refusals());
    }

    @Test
    void whatChangedIsListed() {
        Environment other = environment("machine", "x86_64", "benchmark", Map.of("kernel/release", "6.19", "kernel/rcu/lazy", "y"),
                Map.of("crun", "cc", "runc", "bb"));
        Comparability changed = Comparability.of(meta(USUAL, CRUN), meta(other, CRUN, "crun/direct/exit/isolated/quiet"));
        assertEquals(List.of(new Comparability.Change("pace", "burst", "burst, isolated")), changed.conditions());
        assertEquals(List.of(new Comparability.Change("kernel/rcu/lazy", "unknown", "y"), new Comparability.Change("kernel/release", "6.18", "6.19"),
                new Comparability.Change("binary of crun", "1.21, sha256 aa", "1.21, sha256 cc")), changed.changes());
        assertTrue(changed.refusals().isEmpty());
    }

    @Test
    void whatIsUnknownDoesNotCompare() {
        Environment unknown = environment("machine", "x86_64", Environment.UNKNOWN, USUAL.facts(), USUAL.binaries());
        assertEquals(List.of("one of them does not tell its version of the benchmark"), Comparability.of(meta(unknown, CRUN), meta(unknown, CRUN)).refusals());
        Environment nowhere = environment(Environment.UNKNOWN, "x86_64", "benchmark", USUAL.facts(), USUAL.binaries());
        assertTrue(Comparability.of(meta(nowhere, CRUN), meta(nowhere, CRUN)).otherMachine(), "two unknown machines are not known to be one");
    }

    @Test
    void anotherImageIsRefusedAndTheMachineIsNotTakenApart() {
        Environment one = new Environment("machine", "environment", "x86_64", "benchmark", "image", new TreeMap<>(Map.of("machine/ramBytes", "1")), Map.of(), Map.of());
        Environment other = new Environment("machine", "environment", "x86_64", "benchmark", "other", new TreeMap<>(Map.of("machine/ramBytes", "2")), Map.of(),
                Map.of());
        Comparability compared = Comparability.of(meta(one, CRUN), meta(other, CRUN));
        assertEquals(List.of("the image is another"), compared.refusals());
        assertEquals(List.of(), compared.changes());
        assertEquals(List.of(), Comparability.of(meta(one, CRUN), meta(USUAL, CRUN)).refusals(), "only one of them has an image");
    }

    @Test
    void anotherMachineIsSaid() {
        assertTrue(compared(environment("other", "x86_64", "benchmark", USUAL.facts(), USUAL.binaries())).otherMachine());
        assertFalse(compared(USUAL).otherMachine());
    }

    @Test
    void aSlowerDayCancelsAndASlowerRuntimeDoesNot() {
        Environment changed = environment("machine", "x86_64", "benchmark", USUAL.facts(), Map.of("crun", "aa", "runc", "cc"));
        AcrossCampaigns across = AcrossCampaigns.of(campaign(1, 1, 8, 20, USUAL), campaign(2, 1.4, 8, 22, changed));
        AcrossCampaigns.Row runc = row(across, RUNC);
        assertEquals(List.of("crun"), runc.anchors(), "its binary did not change");
        assertEquals(1.1, runc.anchored().get(Measure.WALL).ratio(), .01);
        assertEquals(Standing.SLOWER, runc.standing(Measure.WALL));
        assertEquals(Standing.SLOWER, runc.standing(Measure.CPU_GEOMETRIC_MEAN));
        AcrossCampaigns.Row crun = row(across, CRUN);
        assertEquals(List.of("namespaces"), crun.anchors(), "nothing else is unchanged");
        assertEquals(Standing.SAME, crun.standing(Measure.WALL));
        assertEquals(2, across.rows().size(), "controls are no rows");
    }

    @Test
    void aCampaignWhoseCopyCameOutChangedIsRefused() {
        String copy = "crun~copy/direct/exit/burst/quiet";
        Synthetic made = new Synthetic(1, .2, .5).arm(CONTROL, 10, 10).arm(CRUN, 8, 8).arm(copy, 9, 9);
        StoredCampaign invalid = new StoredCampaign(Path.of("campaign"), meta(USUAL, CONTROL, CRUN, copy), made.rows(6, 12), Optional.empty());
        assertEquals(List.of("one of them is invalid: a copy of a binary came out changed"),
                AcrossCampaigns.of(campaign(1, 1, 8, 20, USUAL), invalid).comparability().refusals());
    }

    @Test
    void onAnotherMachineNothingIsConcluded() {
        Environment other = environment("other", "x86_64", "benchmark", USUAL.facts(), USUAL.binaries());
        AcrossCampaigns.Row row = row(AcrossCampaigns.of(campaign(1, 1, 8, 20, USUAL), campaign(2, 1, 8, 30, other)), RUNC);
        assertEquals(Map.of(), row.anchored());
        assertEquals(Standing.UNCLEAR, row.standing(Measure.WALL));
        assertEquals(30, row.levels().get(Measure.WALL).candidate(), .4);
    }
}

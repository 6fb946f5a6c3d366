package org.ocibench.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocibench.Scripts;
import org.ocibench.engine.Arm;
import org.ocibench.engine.Burst;
import org.ocibench.engine.HostState;
import org.ocibench.engine.Phase;
import org.ocibench.engine.PrivateContainerd.Programs;
import org.ocibench.report.NotRun;
import org.ocibench.runtime.RuntimeCatalog;

class SelectionTest {

    private static final Path ANY = Path.of("/any");
    private static final Programs BOTH = new Programs(ANY, ANY, ANY, ANY);
    private static final Programs NO_NERDCTL = new Programs(ANY, ANY, null, ANY);

    @TempDir
    private Path prefix;
    private RuntimeCatalog catalog;

    @BeforeEach
    void runscIsHereAndNothingElse() throws IOException {
        Scripts.write(prefix.resolve("runsc/1/bin/runsc"), "echo runsc version release-1");
        catalog = RuntimeCatalog.discover(new RuntimeCatalog.Places(prefix, List.of()), null);
    }

    private Selection selection(Programs programs, List<String> runtimes, String... ways) {
        return Selection.of(new Selection.Values(runtimes, List.of(ways), List.of("exit"), List.of("burst"), List.of("default"),
                List.of(Phase.RUN), false),
                catalog, programs);
    }

    private static List<String> keys(Selection selection) {
        return selection.arms().stream().filter(arm -> !arm.isControl()).map(Arm::key).toList();
    }

    private static List<String> notRun(Selection selection) {
        return selection.notRun().stream().map(NotRun::arm).toList();
    }

    @Test
    void everyCombinationThatExistsAndTheControlsOfEachCondition() {
        Selection all = Selection.of(new Selection.Values(List.of("runsc", "spawn"), List.of("direct", "ctr"),
                List.of("exit", "live50"), List.of("burst", "isolated"), List.of("default", "quiet"), List.of(Phase.RUN), false),
                catalog, BOTH);
        assertEquals(2 * 2 * 2 * 2, keys(all).size());
        assertEquals(2 * 2 * 2, all.arms().stream().filter(Arm::isControl).count());
        assertEquals(all.arms().size(), all.arms().stream().distinct().count());
        assertEquals(List.of(), all.notRun());
    }

    @Test
    void everyBurstIsAnArmOfItsOwnAndOfTheControlsToo() {
        List<Burst> bursts = List.of(new Burst(1, HostState.NONE), new Burst(4, new HostState(0, 100)));
        Selection all = Selection.of(new Selection.Values(List.of("runsc"), List.of("direct"), List.of("exit"), List.of("burst"),
                List.of("default"), List.of(Phase.RUN), bursts, false), catalog, BOTH);
        assertEquals(2 * 3, all.arms().size());
        assertTrue(keys(all).contains("runsc/direct/exit/burst/default/together-4-mounts100"), keys(all)::toString);
        assertEquals(2 * 2, all.arms().stream().filter(arm -> arm.isControl() && arm.burst() != null).count());
    }

    @Test
    void withoutContainerdOnlyTheDirectWayRuns() {
        Selection selection = selection(null, List.of("runsc"), "direct", "ctr", "nerdctl");
        assertEquals(List.of("runsc/direct/exit/burst/default"), keys(selection));
        assertEquals(List.of("runsc/ctr/exit/burst/default", "runsc/nerdctl/exit/burst/default"), notRun(selection));
    }

    @Test
    void withoutNerdctlItsWaysDoNotRun() {
        Selection selection = selection(NO_NERDCTL, List.of("runsc"), "ctr", "nerdctl-default");
        assertEquals(List.of("runsc/ctr/exit/burst/default"), keys(selection));
        assertTrue(selection.notRun().get(0).reason().contains("nerdctl"));
    }

    @Test
    void whatIsNotInstalledIsListedWithTheRemedy() {
        Selection selection = selection(BOTH, List.of("crun", "runsc"), "direct");
        assertEquals(List.of("runsc/direct/exit/burst/default"), keys(selection));
        NotRun crun = selection.notRun().get(0);
        assertEquals("crun/direct/exit/burst/default", crun.arm());
        assertTrue(crun.remedy().contains("provision.sh crun"), crun.remedy());
    }

    @Test
    void aVariantOfTheShimHasNoDirectWay() {
        Selection selection = selection(BOTH, List.of("runsc~runcshim"), "direct", "ctr");
        assertEquals(List.of("runsc~runcshim/ctr/exit/burst/default"), keys(selection));
        assertEquals(List.of(), selection.notRun());
    }

    @Test
    void theShimsCallsAreThoseOfTheRuncShim() {
        Selection selection = selection(BOTH, List.of("runsc", "runsc~runcshim"), "direct-shim");
        assertEquals(List.of("runsc~runcshim/direct-shim/exit/burst/default"), keys(selection));
        NotRun own = selection.notRun().get(0);
        assertEquals("runsc/direct-shim/exit/burst/default", own.arm());
        assertTrue(own.reason().contains("io.containerd.runsc.v1"), own.reason());
    }

    @Test
    void aShimThatLosesStatusesGetsContainersThatLive() {
        Selection selection = Selection.of(new Selection.Values(List.of("runsc", "runsc~runcshim"), List.of("direct", "ctr", "nerdctl"),
                List.of("exit"), List.of("burst"), List.of("default"), List.of(Phase.RUN), true), catalog, BOTH);
        assertEquals(List.of("runsc/direct/exit/burst/default", "runsc/direct/live50/burst/default",
                "runsc/ctr/live50/burst/default", "runsc/nerdctl/live50/burst/default", "runsc~runcshim/ctr/exit/burst/default",
                "runsc~runcshim/nerdctl/exit/burst/default"), keys(selection));
    }

    @Test
    void theFloorsOfTheClientsAreThereWhereTheyAreAskedFor() {
        List<String> floors = List.of("spawn", "namespaces");
        assertEquals(floors, controls(selection(BOTH, List.of("runsc"), "ctr")));
        List<String> both = List.of("runsc", "ctr-version", "nerdctl-version");
        assertEquals(List.of("spawn", "namespaces", "ctr-version", "nerdctl-version"), controls(selection(BOTH, both, "ctr")));
        assertEquals(List.of("spawn", "namespaces", "ctr-version"), controls(selection(NO_NERDCTL, both, "ctr")));
        assertEquals(List.of("ctr-version/control/true/burst/default", "nerdctl-version/control/true/burst/default"),
                notRun(selection(null, both, "direct")));
    }

    private static List<String> controls(Selection selection) {
        return selection.arms().stream().filter(Arm::isControl).map(Arm::runtime).toList();
    }

    @Test
    void thePhasesAreTimedWithoutContainerd() {
        Selection selection = Selection.of(new Selection.Values(List.of("runsc"), List.of("direct", "ctr"), List.of("exit"),
                List.of("burst"), List.of("default"), List.of(Phase.CREATE, Phase.DELETE_FORCE), false), catalog, BOTH);
        assertEquals(List.of("runsc/direct/exit/burst/default/create", "runsc/direct/exit/burst/default/deleteForce"), keys(selection));
        assertEquals(List.of(), notRun(selection));
        Selection other = Selection.of(new Selection.Values(List.of("runsc"), List.of("ctr"), List.of("exit"), List.of("burst"),
                List.of("default"), List.of(Phase.CREATE), false), catalog, BOTH);
        assertEquals(List.of("runsc/ctr/exit/burst/default/create"), notRun(other), "asked for, and nothing else in its place");
    }

    @Test
    void twoVersionsUnderTheirOwnShimNeedTwoCampaigns() throws IOException {
        Scripts.write(prefix.resolve("runsc/2/bin/runsc"), "echo runsc version release-2");
        catalog = RuntimeCatalog.discover(new RuntimeCatalog.Places(prefix, List.of()), null);
        Selection selection = selection(BOTH, List.of("runsc@1", "runsc@2", "runsc@2~runcshim"), "direct", "ctr");
        assertEquals(List.of("runsc@1/direct/exit/burst/default", "runsc@1/ctr/exit/burst/default",
                "runsc@2/direct/exit/burst/default", "runsc@2~runcshim/ctr/exit/burst/default"), keys(selection));
        NotRun other = selection.notRun().get(0);
        assertEquals("runsc@2/ctr/exit/burst/default", other.arm());
        assertTrue(other.reason().contains("runsc@1") && other.remedy().contains("runsc@2"), other.toString());
    }
}

package org.ocibench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.ocibench.engine.Arm;

class PriceListTest {

    private static final String CONDITIONS = "/exit/burst/default";
    private static final String PLAIN = "runc/direct" + CONDITIONS;
    private static final String SECCOMP = "runc/direct+seccomp" + CONDITIONS;
    private static final String NO_NETNS = "runc/direct+no-netns" + CONDITIONS;
    private static final String MOUNTS = "runc/direct+mounts-10" + CONDITIONS;

    @Test
    void pricesAreDifferencesToPlainAndSorted() {
        Synthetic campaign = new Synthetic(31, .3).arm(PLAIN, 17, 18).arm(NO_NETNS, 14.5, 15).arm(SECCOMP, 22, 24).arm(MOUNTS, 19, 20)
                .arm("crun/direct" + CONDITIONS, 6, 6).arm("runc/ctr" + CONDITIONS, 80, 80);
        List<PriceList> lists = PriceList.of(campaign.arms(), List.of(Arm.ofKey("runc/direct+timens" + CONDITIONS)),
                SubBlocks.of(campaign.rows(5, 12)));
        assertEquals(1, lists.size());
        PriceList list = lists.get(0);
        assertEquals(PLAIN, list.plain().key());
        assertFalse(list.waited());
        assertEquals(List.of("seccomp", "mounts-10", "no-netns", "timens"),
                list.prices().stream().map(PriceList.Price::option).toList());
        double[] truth = {5, 2, -2.5};
        for (int i = 0; i < truth.length; i++) {
            Estimate wall = list.prices().get(i).wall().orElseThrow();
            assertEquals(truth[i], wall.mean(), .2);
            assertEquals(20, wall.n());
            assertEquals((int) Math.signum(truth[i]), wall.sign());
            assertEquals(0, list.prices().get(i).peak().orElseThrow().mean(), 1e-9);
        }
        assertEquals(6, list.prices().get(0).cpu().orElseThrow().mean(), .01);
        assertTrue(list.prices().get(3).wall().isEmpty());
        assertEquals(new ErrorRate(0, 0), list.prices().get(3).errors());
    }

    @Test
    void withoutCgroupsTheCpuTimeIsThatOfWhatWasWaitedFor() {
        Rows rows = new Rows();
        for (int cycle = 1; cycle <= 3; cycle++) {
            rows.resources(OptionalLong.empty(), OptionalLong.of(4000), OptionalLong.empty()).turn(1, cycle, PLAIN, 5)
                    .resources(OptionalLong.empty(), OptionalLong.of(6000), OptionalLong.empty()).turn(1, cycle, SECCOMP, 9);
        }
        PriceList list = PriceList.of(List.of(Arm.ofKey(PLAIN), Arm.ofKey(SECCOMP)), List.of(), SubBlocks.of(rows.list())).get(0);
        assertTrue(list.waited());
        assertEquals(4, list.cpu().orElseThrow().mean(), 1e-9);
        assertEquals(2, list.prices().get(0).cpu().orElseThrow().mean(), 1e-9);
        assertTrue(list.prices().get(0).peak().isEmpty());
    }

    @Test
    void withoutOptionsThereIsNoList() {
        Synthetic campaign = new Synthetic(1, .1).arm(PLAIN, 5, 5).arm("runc/direct-shim" + CONDITIONS, 5, 5);
        assertEquals(List.of(), PriceList.of(campaign.arms(), List.of(), SubBlocks.of(campaign.rows(1, 3))));
        assertFalse(PriceList.hasOption(Arm.ofKey("runc/direct+seccomp" + CONDITIONS + "/create")), "a phase has no price");
        assertFalse(PriceList.hasOption(Arm.ofKey("runc/direct+seccomp" + CONDITIONS + "/together-4")), "a burst has no price");
        assertFalse(PriceList.hasOption(Arm.ofKey("runc/direct+memory" + CONDITIONS)), "a search that could not be run");
    }
}

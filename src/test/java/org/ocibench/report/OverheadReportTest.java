package org.ocibench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.ocibench.bundle.RuntimeSpec;
import org.ocibench.bundle.SpecOption;
import org.ocibench.bundle.Workload;
import org.ocibench.campaign.OperationRow;
import org.ocibench.compare.Ladder;
import org.ocibench.compare.Overhead;
import org.ocibench.compare.Rows;
import org.ocibench.compare.SubBlocks;
import org.ocibench.compare.Survival;
import org.ocibench.compare.Synthetic;

class OverheadReportTest {

    private static final String CONDITIONS = "/exit/burst/default";
    private static final int WIDTH = 150;

    private static OverheadReport report(Synthetic campaign, List<OperationRow> rows, Map<String, ObjectNode> specs,
            Map<String, String> trouble) {
        SubBlocks subBlocks = SubBlocks.of(rows);
        List<Ladder> ladders = Ladder.of(campaign.arms(), List.of());
        return new OverheadReport(ladders.stream().map(ladder -> Overhead.of(ladder, subBlocks)).toList(),
                Survival.of(ladders, subBlocks), Map.of("runc", "runc@1.5.2+local"), Optional.ofNullable(specs),
                arm -> Optional.ofNullable(trouble.get(arm)), List.of("campaign results/x"));
    }

    private static ObjectNode spec(SpecOption option) throws JsonProcessingException {
        RuntimeSpec plain = new RuntimeSpec(Path.of("/rootfs"), false);
        return (ObjectNode) new ObjectMapper().readTree((option == null ? plain : plain.with(option)).canonical(Workload.EXIT));
    }

    @Test
    void theWholeLadder() throws JsonProcessingException {
        Synthetic campaign = new Synthetic(1, 0).arm("spawn/control/true/burst/default", .5, .6)
                .arm("namespaces/control/true/burst/default", 1.7, 1.7).arm("runc/direct" + CONDITIONS, 17.5, 18)
                .arm("runc/direct-shim" + CONDITIONS, 30, 32).arm("runc/ctr" + CONDITIONS, 86, 95)
                .arm("ctr-version/control/true/burst/default", 20, 22).arm("runc/ctr-seccomp" + CONDITIONS, 96, 105)
                .arm("runc/nerdctl" + CONDITIONS, 140, 152).arm("crun/direct" + CONDITIONS, 6.5, 6)
                .arm("crun/ctr" + CONDITIONS, 77, 79);
        Map<String, ObjectNode> specs = Map.of("runc/direct" + CONDITIONS, spec(null), "runc/direct-shim" + CONDITIONS, spec(null),
                "runc/ctr" + CONDITIONS, spec(SpecOption.CGROUP_MOUNT), "runc/ctr-seccomp" + CONDITIONS, spec(SpecOption.SECCOMP_1));
        String text = report(campaign, campaign.rows(5, 6), specs,
                Map.of("crun/nerdctl" + CONDITIONS, "nerdctl is not\u001b[2J installed")).text();
        assertEquals("""
                runc@1.5.2+local, workload exit, pace burst, kernel default:
                rung                ms  over          added ms [99 % CI]   share  added CPU ms [99 % CI]   n  what changed
                ---------------  -----  -----------  -------------------  ------  ----------------------  --  --------------------------------------------------------
                spawn             9.21               +9.21 [4.45, 13.97]   6.2 %     +9.09 [6.40, 11.78]  10  a plain process, launched like all others
                namespaces        10.4  spawn         +1.20 [1.20, 1.20]  0.81 %      +1.10 [1.10, 1.10]  10  new namespaces and a chroot by the kernel alone
                direct            26.2  namespaces    +15.8 [15.8, 15.8]  10.6 %      +16.3 [16.3, 16.3]  10  the OCI runtime: one run with a bundle
                direct-shim       38.7  direct        +12.5 [12.5, 12.5]   8.4 %      +14.0 [14.0, 14.0]  10  the shim's calls instead of run: create, start, delete,
                                                                                                              delete --force; the spec is the same
                ctr               94.7  direct-shim   +56.0 [56.0, 56.0]  37.7 %      +63.0 [63.0, 63.0]  10  containerd, its shim, and ctr; in the spec: 1 more mount
                  (ctr-version)   28.7                                                                    10  no rung: the client telling its version, nothing started
                ctr-seccomp      104.7  ctr           +10.0 [10.0, 10.0]   6.7 %      +10.0 [10.0, 10.0]  10  containerd's default seccomp profile; in the spec:
                                                                                                              seccomp with 1 system call named, 1 fewer mount
                nerdctl          148.7  ctr-seccomp   +44.0 [44.0, 44.0]  29.6 %      +47.0 [47.0, 47.0]  10  nerdctl instead of ctr
                containerd itself (ctr minus direct-shim): +56.0 [56.0, 56.0] ms
                not measured: nerdctl-default

                crun, workload exit, pace burst, kernel default:
                rung               ms  over         added ms [99 % CI]   share  added CPU ms [99 % CI]   n  what changed
                ---------------  ----  ----------  -------------------  ------  ----------------------  --  --------------------------------------------------------
                spawn            9.21              +9.21 [4.45, 13.97]  10.7 %     +9.09 [6.40, 11.78]  10  a plain process, launched like all others
                namespaces       10.4  spawn        +1.20 [1.20, 1.20]   1.4 %      +1.10 [1.10, 1.10]  10  new namespaces and a chroot by the kernel alone
                direct           15.2  namespaces   +4.80 [4.80, 4.80]   5.6 %      +4.30 [4.30, 4.30]  10  the OCI runtime: one run with a bundle
                ctr              85.7  direct       +70.5 [70.5, 70.5]  82.3 %      +73.0 [73.0, 73.0]  10  containerd, its shim, and ctr
                  (ctr-version)  28.7                                                                   10  no rung: the client telling its version, nothing started
                containerd itself (ctr minus direct-shim): n/a, for want of one of the two
                not measured: direct-shim; ctr-seccomp; nerdctl (nerdctl is not installed); nerdctl-default

                Does one runtime's advantage survive containerd (workload exit, pace burst, kernel default)?
                - crun before runc@1.5.2+local: directly by 11.0 [11.0, 11.0] ms; through ctr by 9.00 [9.00, 9.00] ms: survives, smaller by 2.00 [2.00, 2.00] ms.

                How to read it:
                - campaign results/x
                - ms: mean over sub-blocks of a rung's median start. Added: what it takes more than the rung in the column over, in the same sub-blocks; n of them
                  (a sub-block is three turns of every arm), from 6 on with the 99 % interval. An interval that holds 0 does not say that nothing was added.
                - share: part of the highest rung's time that was added there.
                """, text);
        assertTrue(text.lines().allMatch(line -> line.length() <= WIDTH), text);
    }

    @Test
    void aShortOldCampaignOfContainersThatLive() {
        Synthetic campaign = new Synthetic(1, 0).arm("runc/direct/live50/burst/default", 70, 20)
                .arm("runc/ctr/live50/burst/default", 140, 90);
        String text = report(campaign, campaign.rows(1, 6), null, Map.of()).text();
        assertEquals("""
                runc@1.5.2+local, workload live50, pace burst, kernel default:
                rung       ms  over    added ms [99 % CI]  share  added CPU ms [99 % CI]  n  what changed
                ------  -----  ------  ------------------  -----  ----------------------  -  --------------------------------------
                direct   80.4                       +80.4      -                   +29.6  2  the OCI runtime: one run with a bundle
                ctr     150.4  direct               +70.0      -                   +70.0  2  containerd, its shim, and ctr
                containerd itself (ctr minus direct-shim): n/a, for want of one of the two
                not measured: spawn; namespaces; direct-shim; ctr-seccomp; nerdctl; nerdctl-default

                How to read it:
                - campaign results/x
                - ms: mean over sub-blocks of a rung's median start. Added: what it takes more than the rung in the column over, in the same sub-blocks; n of them
                  (a sub-block is three turns of every arm), from 6 on with the 99 % interval. An interval that holds 0 does not say that nothing was added.
                - Where the container lives on purpose there are no shares: part of every time is the workload's.
                - The campaign did not store its specs, so what changed in them is not told.
                """, text);
    }

    @Test
    void aRungWithoutSuccessSaysWhy() {
        Rows rows = new Rows();
        for (int cycle = 1; cycle <= 3; cycle++) {
            rows.turn(1, cycle, "runc/direct" + CONDITIONS, 10).turn(1, cycle, "runc/ctr" + CONDITIONS, Rows.TIMEOUT);
        }
        Synthetic arms = new Synthetic(1, 0).arm("runc/direct" + CONDITIONS, 0, 0).arm("runc/ctr" + CONDITIONS, 0, 0);
        String text = report(arms, rows.list(), Map.of(), Map.of("runc/ctr" + CONDITIONS, "no end")).text();
        assertTrue(text.contains("ctr (censored)") && text.contains("no success in 3 starts: no end"), text);
        assertFalse(text.contains("did not store"), text);
    }
}

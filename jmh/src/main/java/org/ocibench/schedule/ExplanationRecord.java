package org.ocibench.schedule;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ocibench.compare.ArmExplanation;
import org.ocibench.host.CgroupLayout;
import org.ocibench.host.Fact;
import org.ocibench.host.PrivateWorld;
import org.ocibench.report.ExplanationJson;
import org.ocibench.report.NotRun;

/** What stands in explain.json. */
record ExplanationRecord(ExplainRequest request, HostReport host, Instant started, Stack stack, CgroupLayout cgroups,
        Map<String, String> displayNames) {

    private static final int SCHEMA = 1;

    /**
     * The tree.
     *
     * @param missing   what could not be had at all, with the reason
     * @param otherCpus CPUs that did other work beside each arm that was tried
     * @param left      what was found on the host afterwards
     * @param complete  whether it ran to its end
     */
    Map<String, Object> tree(List<ArmExplanation> arms, List<NotRun> notRun, Map<String, String> missing,
            List<Double> otherCpus, List<String> left, boolean complete) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("schema", SCHEMA);
        tree.put("started", started.toString());
        tree.put("complete", complete);
        tree.put("startsPerArm", request.starts());
        tree.put("startsPerTurn", Plan.TIMED_PER_TURN);
        tree.put("arguments", request.commandLine());
        tree.put("machineId", host.machineId());
        tree.put("environmentId", host.environmentId());
        tree.putAll(host.facts());
        tree.put("privateWorld", PrivateWorld.description() == null
                ? Fact.missing("not in a private mount namespace").json() : PrivateWorld.description());
        tree.put("cgroupMode", cgroups.mode().label());
        tree.put("stack", stack.json());
        tree.put("runtimes", displayNames);
        tree.put("arms", arms.stream().map(ExplanationJson::of).toList());
        tree.put("notRun", notRun.stream().map(n -> Map.of("arm", n.arm(), "reason", n.reason(), "remedy", n.remedy())).toList());
        tree.put("missing", missing);
        tree.put("otherCpus", otherCpus);
        tree.put("left", left);
        return tree;
    }
}

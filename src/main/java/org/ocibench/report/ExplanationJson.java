package org.ocibench.report;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.ocibench.compare.ArmExplanation;
import org.ocibench.compare.ArmPath;
import org.ocibench.compare.OrderStatistics;
import org.ocibench.host.Fact;
import org.ocibench.host.Work;

/** What an explanation is in explain.json. Times are in milliseconds per start, shares are of the wall time, from 0 to 1. */
public final class ExplanationJson {

    private ExplanationJson() {
    }

    /** The tree of one arm. */
    public static Map<String, Object> of(ArmExplanation arm) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("arm", arm.arm().key());
        tree.putAll(arm.arm().params());
        tree.put("starts", arm.starts());
        Map<String, Object> failures = new LinkedHashMap<>();
        arm.failures().entrySet().stream().sorted(Map.Entry.comparingByKey())
                .forEach(e -> failures.put(e.getKey().label(), e.getValue()));
        tree.put("failures", failures);
        tree.put("untraced", arm.untraced());
        Map<String, Object> work = new LinkedHashMap<>();
        Arrays.stream(Work.values()).filter(arm.work()::containsKey).forEach(w -> work.put(w.label(), range(arm.work().get(w))));
        tree.put("work", work);
        tree.put("path", arm.path().<Object>map(ExplanationJson::path).orElseGet(() -> Fact.missing("no start was traced whole").json()));
        return tree;
    }

    private static Map<String, Object> range(OrderStatistics values) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("median", values.median());
        tree.put("min", values.min());
        tree.put("max", values.max());
        return tree;
    }

    private static Map<String, Object> path(ArmPath path) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("starts", path.starts());
        tree.put("wall", path.wall());
        tree.put("running", path.running());
        tree.put("noCpu", path.noCpu());
        tree.put("unknown", path.unknown());
        tree.put("waits", path.waits().stream().map(ExplanationJson::wait).toList());
        return tree;
    }

    private static Map<String, Object> wait(ArmPath.Spent spent) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("group", spent.reason().group());
        tree.put("wait", spent.reason().name());
        tree.put("process", spent.thread());
        tree.put("waits", spent.count());
        tree.put("millis", spent.millis());
        tree.put("share", spent.share());
        return tree;
    }
}

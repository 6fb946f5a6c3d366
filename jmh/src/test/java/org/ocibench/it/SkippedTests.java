package org.ocibench.it;

import java.util.ArrayList;
import java.util.List;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** Prints at the end of a test run how many tests were skipped, and each with its reason; Maven prints only the number. */
public final class SkippedTests implements TestExecutionListener {

    private final List<String> provisionable = new ArrayList<>();
    private final List<String> impossible = new ArrayList<>();

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        note(test, reason);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (result.getStatus() == TestExecutionResult.Status.ABORTED) {
            note(test, result.getThrowable().map(Throwable::getMessage).orElse("no reason given"));
        }
    }

    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        StringBuilder text = new StringBuilder();
        int all = provisionable.size() + impossible.size();
        text.append("skipped: ").append(all);
        if (all > 0) {
            text.append(" (").append(impossible.size()).append(" that this host cannot run)");
        }
        provisionable.forEach(line -> text.append("\n  ").append(line));
        impossible.forEach(line -> text.append("\n  ").append(line));
        System.out.println(text);
    }

    // JUnit hands Assumptions' own words on with a prefix.
    private synchronized void note(TestIdentifier test, String told) {
        String reason = told == null ? "no reason given" : told.replaceFirst("^Assumption failed: ", "");
        String line = name(test) + ": " + reason;
        (reason.startsWith(Requirements.HOST_CANNOT) ? impossible : provisionable).add(line);
    }

    private static String name(TestIdentifier test) {
        return test.getSource().map(source -> source instanceof MethodSource method
                ? simple(method.getClassName()) + "." + test.getDisplayName()
                : source instanceof ClassSource type ? simple(type.getClassName()) + " (all tests)" : test.getDisplayName())
                .orElse(test.getDisplayName());
    }

    private static String simple(String className) {
        return className.substring(className.lastIndexOf('.') + 1);
    }
}

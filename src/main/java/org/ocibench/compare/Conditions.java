package org.ocibench.compare;

import org.ocibench.engine.Arm;

/**
 * What arms must share to be compared.
 *
 * @param workload what the container does
 * @param pace     {@code burst} or {@code isolated}
 * @param kernel   {@code default} or {@code quiet}
 */
public record Conditions(String workload, String pace, String kernel) {

    /** Those of an arm. */
    public static Conditions of(Arm arm) {
        return new Conditions(arm.workload(), arm.pace(), arm.kernel());
    }

    /** Whether a control ran under these conditions; its own workload is no container's. */
    boolean includeControl(Arm arm) {
        return arm.isControl() && arm.pace().equals(pace) && arm.kernel().equals(kernel);
    }

    /** True if the container lives on purpose: then part of every time is the workload's, and ratios say nothing. */
    public boolean onlyDifferences() {
        return workload.startsWith("live");
    }

    @Override
    public String toString() {
        return "workload " + workload + ", pace " + pace + ", kernel " + kernel;
    }
}

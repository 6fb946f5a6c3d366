package org.ocibench.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ocibench.engine.Arm;
import org.ocibench.schedule.Probe;

/**
 * What the doctor found out about an arm.
 *
 * @param reason why it does not run, or what goes wrong although it runs; empty if there is nothing to say
 * @param remedy what to do about it; empty if there is nothing to do
 */
record DoctorVerdict(Arm arm, State state, String reason, String remedy) {

    /** The workload that shows whether an arm runs whose containers end too quickly for it. */
    static final String SLOW_WORKLOAD = "live50";

    private static final String COMMAND = " (ran: ";
    private static final Pattern LOG_LINE =
            Pattern.compile("time=\"?[^\" ]*\"? level=\\w+ msg=\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern IN_WORLD = Pattern.compile("/[^\\s\"]*ocib-[0-9a-f]{6}[^\\s\"]*/([^\\s\"/]*)");

    /** How it stands. */
    enum State { RUNNABLE, RUNNABLE_BUT, NOT_RUNNABLE, NOT_TRIED }

    static DoctorVerdict notRunnable(Arm arm, String reason, String remedy) {
        return new DoctorVerdict(arm, State.NOT_RUNNABLE, reason, reason.contains(remedy) ? "" : remedy);
    }

    static DoctorVerdict notTried(Arm arm) {
        return new DoctorVerdict(arm, State.NOT_TRIED, "", "");
    }

    /** Whether the arm ran and did not end with the sentinel every time: then a slower workload tells more. */
    static boolean isOpen(Probe.Finding finding) {
        return finding.obstacle() == null && finding.note() != null;
    }

    /** Of an arm that always or never ended with the sentinel. */
    static DoctorVerdict of(Probe.Finding finding) {
        if (finding.obstacle() == null && finding.note() == null) {
            return new DoctorVerdict(finding.arm(), State.RUNNABLE, "", "");
        }
        // The note has the whole of what was said, the obstacle its beginning.
        return failed(finding, brief(finding.note() == null ? finding.obstacle() : finding.note()));
    }

    /** Of an arm that is {@link #isOpen open}, from a second probe with {@link #SLOW_WORKLOAD}. */
    static DoctorVerdict of(Probe.Finding quick, Probe.Finding slow) {
        Arm arm = quick.arm();
        boolean quickRan = !quick.successNanos().isEmpty();
        boolean slowRan = !slow.successNanos().isEmpty();
        if (!quickRan && !slowRan) {
            return failed(quick, brief(quick.note()) + "; nor does " + SLOW_WORKLOAD + " end with the sentinel");
        }
        String proof = !slowRan ? "; it never ran with " + SLOW_WORKLOAD
                : slow.note() != null ? "; with " + SLOW_WORKLOAD + " too" : "; proven with " + SLOW_WORKLOAD;
        boolean better = slowRan && slow.note() == null;
        return new DoctorVerdict(arm, State.RUNNABLE_BUT, (quickRan ? "not every start with " : "no start with ")
                + arm.workload() + " ends with the sentinel (" + brief(quick.note()) + ")" + proof,
                better ? DoctorRemedies.SLOW : DoctorRemedies.COUNTED);
    }

    boolean isRunnable() {
        return state == State.RUNNABLE || state == State.RUNNABLE_BUT;
    }

    /** One paragraph for a reader. */
    String told() {
        return switch (state) {
            case RUNNABLE -> "runnable";
            case RUNNABLE_BUT -> "runnable, but: " + reason;
            case NOT_RUNNABLE -> "not runnable: " + reason;
            case NOT_TRIED -> "not tried";
        };
    }

    private static DoctorVerdict failed(Probe.Finding finding, String reason) {
        return notRunnable(finding.arm(), reason,
                finding.remedy().isEmpty() ? DoctorRemedies.of(finding.arm(), reason) : finding.remedy());
    }

    /**
     * A failure as a reader needs it: without the command line, since its world is gone when it is read, without the frame
     * of a log line, and with only the ends of paths in that world.
     */
    static String brief(String told) {
        int command = told.lastIndexOf(COMMAND);
        String brief = command < 0 ? told : told.substring(0, command);
        String message = LOG_LINE.matcher(brief).replaceAll(m -> Matcher.quoteReplacement(m.group(1).replace("\\\"", "\"")));
        return IN_WORLD.matcher(message).replaceAll(".../$1");
    }
}

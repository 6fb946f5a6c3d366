package org.ocibench.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.ocibench.engine.Arm;
import org.ocibench.runtime.UnknownRuntimeException;

/** The section on the arms: proves them, prints each verdict as it falls, and keeps all. */
final class DoctorArmSection implements DoctorProof.Listener {

    /** How long Ctrl-C waits for the arm at work and for the world to be removed. */
    private static final long WIND_UP_SECONDS = 60;

    private final DoctorText out;
    private final DoctorArms arms;
    private final List<DoctorVerdict> verdicts = new ArrayList<>();
    private String obstacle;

    DoctorArmSection(DoctorText out, DoctorArms arms) {
        this.out = out;
        this.arms = arms;
    }

    /** Prints that no arm can be tried, and why. */
    void printUntried(String why) {
        List<DoctorVerdict> all = new ArrayList<>(untried());
        all.addAll(arms.absent());
        out.section("Arms", labels(all));
        tellObstacle(why);
        print(all);
    }

    /**
     * Proves all arms that can be tried.
     *
     * @param done is counted down when all is cleaned up; Ctrl-C waits for it
     * @throws UnknownRuntimeException if a runtime vanished since it was found
     */
    void prove(DoctorProof proof, CountDownLatch done) throws InterruptedException, UnknownRuntimeException {
        List<String> labels = new ArrayList<>(labels(arms.absent()));
        arms.candidates().forEach(arm -> labels.add(label(arm)));
        out.section("Arms (each is proven by a container that has to end with the sentinel)", labels);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            proof.stop();
            try {
                done.await(WIND_UP_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }, "wind up"));
        try {
            proof.run(arms.candidates(), this);
        } catch (IOException e) {
            if (proof.isMade()) {
                proof.leaks().add("the world of the containers could not be removed: " + e.getMessage());
            } else {
                // Not the arms' fault: a campaign that was faster, for example.
                tellObstacle(e.getMessage());
            }
            print(untried());
        }
        if (!proof.isStopped()) {
            print(arms.absent());
        }
    }

    @Override
    public void begin(Arm arm) {
        out.begin(label(arm));
    }

    @Override
    public void end(DoctorVerdict verdict) {
        verdicts.add(verdict);
        out.end(verdict.told());
        out.remedy(verdict.remedy());
    }

    /** Why no arm could be tried; null if there was nothing in the way. */
    String obstacle() {
        return obstacle;
    }

    /** Verdicts on the arms of a campaign, without its controls. */
    List<DoctorVerdict> counted() {
        return verdicts.stream().filter(v -> !v.arm().isControl() && !DoctorArms.isVariant(v.arm())).toList();
    }

    /** Variants that do not run although what they are a variant of does: what is missing is the host's. */
    List<DoctorVerdict> impossibleVariants() {
        return verdicts.stream().filter(v -> v.state() == DoctorVerdict.State.NOT_RUNNABLE && DoctorArms.isVariant(v.arm())
                && (arms.absent().contains(v) || isPlainRunnable(v.arm()))).toList();
    }

    private boolean isPlainRunnable(Arm variant) {
        String plain = variant.runtime().split("~", 2)[0];
        return verdicts.stream().anyMatch(v -> v.isRunnable() && v.arm().runtime().equals(plain)
                && v.arm().via().equals(variant.via()));
    }

    private void tellObstacle(String why) {
        obstacle = why;
        out.fact("no arm", "could be tried: " + why);
    }

    private List<DoctorVerdict> untried() {
        List<Arm> judged = verdicts.stream().map(DoctorVerdict::arm).toList();
        return arms.candidates().stream().filter(arm -> !judged.contains(arm)).map(DoctorVerdict::notTried).toList();
    }

    private void print(List<DoctorVerdict> more) {
        for (List<DoctorVerdict> row : rows(more)) {
            out.fact(label(row), row.get(0).told());
            out.remedy(row.get(0).remedy());
        }
        verdicts.addAll(more);
    }

    private static List<String> labels(List<DoctorVerdict> list) {
        return rows(list).stream().map(DoctorArmSection::label).toList();
    }

    /** The ways to one runtime share a row where there is the same to say. */
    private static Collection<List<DoctorVerdict>> rows(List<DoctorVerdict> list) {
        Map<List<String>, List<DoctorVerdict>> rows = new LinkedHashMap<>();
        list.forEach(v -> rows.computeIfAbsent(List.of(v.arm().runtime(), v.told(), v.remedy()), same -> new ArrayList<>())
                .add(v));
        return rows.values();
    }

    private static String label(List<DoctorVerdict> row) {
        return row.get(0).arm().runtime() + " " + row.stream().map(v -> v.arm().via()).collect(Collectors.joining(", "));
    }

    private static String label(Arm arm) {
        return arm.runtime() + " " + arm.via();
    }
}

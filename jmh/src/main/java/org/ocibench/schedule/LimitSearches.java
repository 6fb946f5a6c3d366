package org.ocibench.schedule;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.ocibench.benchmark.Messages;
import org.ocibench.campaign.CampaignLog;
import org.ocibench.campaign.OperationRow;
import org.ocibench.compare.LimitSummary;
import org.ocibench.engine.Arm;
import org.ocibench.engine.FailureClass;
import org.ocibench.engine.Layer;
import org.ocibench.engine.Engines;
import org.ocibench.engine.Limit;
import org.ocibench.engine.LimitSearch;
import org.ocibench.engine.OperationKind;

/**
 * The searches for the smallest limits of several arms. They take turns, one start at a time on the whole host: in each cycle every
 * arm whose search is not done makes one start, in an order drawn afresh. Every start is a row of the log.
 */
final class LimitSearches {

    private final Means means;
    private final Map<Arm, LimitSearch> searches = new LinkedHashMap<>();
    private String predecessor = "";
    private int starts;

    /** Makes one start. */
    interface Starts {
        /**
         * One start.
         *
         * @param home   the arm of the search
         * @param arm    the same with the limit
         * @param number of the start in the campaign's searches, from 1
         */
        Messages.Done start(Arm home, Arm arm, int number);
    }

    /**
     * What the searches work with.
     *
     * @param block  number of their rows' block
     * @param change whether a program of an arm is another by now, by the arm's key
     */
    record Means(int block, CampaignLog log, StderrTexts texts, Health health, Order order, Function<String, Optional<String>> change,
            BooleanSupplier stop, long campaignStartNanos) {
    }

    /** @param arms each via a way with the largest limit of its kind, as {@code direct+memory-1048576} */
    LimitSearches(List<Arm> arms, Means means) {
        this.means = means;
        arms.forEach(arm -> searches.put(arm, new LimitSearch(Engines.limit(arm.via()).orElseThrow().kind())));
    }

    /** Runs the searches to their end, or until stopped. */
    void run(Starts starter, Block.BetweenCycles between) throws IOException {
        int cycle = 1;
        for (List<Arm> turn = open(); !turn.isEmpty() && !means.stop().getAsBoolean(); turn = open()) {
            int position = 1;
            for (Arm arm : means.order().drawn(turn)) {
                if (!means.stop().getAsBoolean()) {
                    start(arm, starter, cycle, position++);
                }
            }
            if (!means.stop().getAsBoolean()) {
                between.run(cycle);
            }
            cycle++;
        }
    }

    /** How many searches are done, given up ones too. */
    int done() {
        return searches.size() - open().size();
    }

    private List<Arm> open() {
        List<Arm> open = new ArrayList<>();
        searches.forEach((arm, search) -> {
            if (search.next().isPresent() && !means.health().isParked(arm.key())) {
                open.add(arm);
            }
        });
        return open;
    }

    private void start(Arm home, Starts starter, int cycle, int position) throws IOException {
        LimitSearch search = searches.get(home);
        Limit limit = search.next().orElseThrow();
        Arm arm = new Arm(home.runtime(), limit.on(Engines.plain(home.via())), home.workload(), home.pace(), home.kernel());
        Messages.Done done = trusted(home, starter.start(home, arm, ++starts));
        if (means.stop().getAsBoolean()) {
            // What Ctrl-C ended tells nothing.
            return;
        }
        means.log().append(new OperationRow(means.block(), cycle, position, 1, OperationKind.SEARCH, predecessor, arm.key(),
                (done.startNanos() - means.campaignStartNanos()) / 1000, arm.timed(), done.wallNanos(), done.cpuMicros(),
                done.rusageMicros(), done.peakBytes(), done.exit(), done.failure(), done.layer(),
                done.failure() == null ? "" : means.texts().digest(done.stderr()), done.limitMillis()));
        predecessor = arm.key();
        if (!LimitSummary.isBeside(done.failure())) {
            search.note(done.failure() == null);
        }
    }

    // A failure that no limit explains ends the search: what follows would tell nothing of limits either. But where only the mark was
    // lost on its way, the same limit is tried again.
    private Messages.Done trusted(Arm home, Messages.Done done) {
        Optional<String> change = means.change().apply(home.key());
        Messages.Done told = change.isPresent() ? done.failed(FailureClass.REPLACED, Layer.RUNTIME, change.get()) : done;
        means.health().marked(home.key(), told.failure());
        if (LimitSummary.isBeside(told.failure()) && told.failure() != FailureClass.LOST_OUTPUT) {
            means.health().distrust(home.key(), "its search was ended by a failure that no limit explains: "
                    + told.failure().label() + ": " + told.stderr());
        }
        return told;
    }
}

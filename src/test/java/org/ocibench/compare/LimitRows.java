package org.ocibench.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongFunction;
import org.ocibench.campaign.OperationRow;
import org.ocibench.engine.Arm;
import org.ocibench.engine.FailureClass;
import org.ocibench.engine.Layer;
import org.ocibench.engine.Limit;
import org.ocibench.engine.LimitSearch;
import org.ocibench.engine.OperationKind;

/** Logs of searches for the smallest limit. */
public final class LimitRows {

    private final List<OperationRow> rows = new ArrayList<>();

    /**
     * A whole search.
     *
     * @param outcome of a start with a limit of this amount: null for a success
     */
    public LimitRows search(String runtime, String way, Limit.Kind kind, LongFunction<FailureClass> outcome) {
        return search(runtime, way, kind, outcome, Integer.MAX_VALUE);
    }

    /** A search that ends after so many starts. */
    public LimitRows search(String runtime, String way, Limit.Kind kind, LongFunction<FailureClass> outcome, int starts) {
        LimitSearch search = new LimitSearch(kind);
        for (int i = 0; i < starts && search.next().isPresent(); i++) {
            Limit limit = search.next().get();
            FailureClass failure = outcome.apply(limit.amount());
            add(new Arm(runtime, limit.on(way), "exit", "burst", "default"), failure);
            search.note(failure == null);
        }
        return this;
    }

    public LimitRows add(Arm arm, FailureClass failure) {
        rows.add(new OperationRow(1, rows.size() + 1, 1, 1, OperationKind.SEARCH, "", arm.key(), rows.size() * 10L, "run", 1_000_000,
                OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), failure == null ? 42 : 1, failure,
                failure == null ? null : Layer.RUNTIME, failure == FailureClass.LIMIT_REFUSED ? "d1" : "", 2000));
        return this;
    }

    public List<OperationRow> list() {
        return List.copyOf(rows);
    }
}

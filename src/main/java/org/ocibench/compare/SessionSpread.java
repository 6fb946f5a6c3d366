package org.ocibench.compare;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ocibench.engine.Arm;

/**
 * How far two equal runtimes are apart in a campaign for no other reason than that it is this one: by where their binaries lie, by the hour.
 * No interval from within a campaign knows of it. It is worked out from the A/A controls of campaigns in one environment, and widens the
 * intervals of further ones.
 *
 * @param sd        standard deviation of the log-ratio between campaigns, by measure; 0 where none shows
 * @param campaigns that it was worked out from; below {@value #LEAST_CAMPAIGNS} nothing is known
 */
public record SessionSpread(Map<Measure, Double> sd, int campaigns) {

    /** With fewer campaigns a single ratio would decide. */
    public static final int LEAST_CAMPAIGNS = 5;
    /** Where nothing is known. */
    public static final SessionSpread UNKNOWN = new SessionSpread(Map.of(), 0);

    public SessionSpread {
        sd = Collections.unmodifiableMap(sd);
    }

    /** The first A/A control of a campaign under these conditions, its ratio by measure; empty if it has none with both wall and CPU time. */
    public static Optional<Map<Measure, LogRatio>> control(List<Arm> arms, Arm like, SubBlocks subBlocks) {
        return Controls.originals(arms).filter(arm -> arm.with(like.runtime()).equals(like)).findFirst().map(arm -> {
            Map<Measure, LogRatio> ratios = new EnumMap<>(Measure.class);
            for (Measure measure : Measure.TIMES) {
                Paired.of(subBlocks, arm.key(), arm.copy().key(), measure).map(Paired::ratio)
                        .filter(ratio -> ratio.n() >= Estimate.LEAST_N).ifPresent(ratio -> ratios.put(measure, ratio));
            }
            return ratios;
        }).filter(ratios -> ratios.size() == Measure.TIMES.size());
    }

    /**
     * The spread between campaigns, by the method of moments: the mean square of the ratios' logarithms, whose true mean is nought, is that of
     * the campaigns plus that of the errors within them.
     *
     * @param controls by measure the ratio of each campaign
     */
    public static SessionSpread of(List<Map<Measure, LogRatio>> controls) {
        if (controls.size() < LEAST_CAMPAIGNS) {
            return new SessionSpread(Map.of(), controls.size());
        }
        Map<Measure, Double> sd = new EnumMap<>(Measure.class);
        for (Measure measure : Measure.TIMES) {
            double square = controls.stream().mapToDouble(one -> one.get(measure).log().mean()).map(mean -> mean * mean).average().orElseThrow();
            double within = controls.stream().mapToDouble(one -> one.get(measure).squaredError()).average().orElseThrow();
            sd.put(measure, Math.sqrt(Math.max(0, square - within)));
        }
        return new SessionSpread(sd, controls.size());
    }

    /** Whether there were enough campaigns. */
    public boolean isKnown() {
        return campaigns >= LEAST_CAMPAIGNS;
    }

    /** Of this measure; 0 where nothing is known. */
    public double of(Measure measure) {
        return sd.getOrDefault(measure, 0.);
    }
}

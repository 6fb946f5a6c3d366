package org.ocibench.engine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.ocibench.host.Printable;
import org.ocibench.runtime.RuntimeCatalog;

/**
 * What is compared: a runtime, the way to it, the conditions, and what of a container's life, or of several containers', is timed.
 * The first five fields are the benchmark's {@code @Param}s, and so are those of the burst; the phase is the name of its method.
 *
 * @param runtime  name, optionally {@code @version} and {@code ~variant}; or the name of a control
 * @param via      one of {@link Engines#WAYS}, with {@code +} and an option where it has one; {@code control} for controls
 * @param workload {@code exit}, {@code live50}, {@code true}
 * @param pace     {@code burst} or {@code isolated}
 * @param kernel   {@code default} or {@code quiet}
 * @param phase    what is timed of each container
 * @param burst    containers at once, each its whole run; null for one after the other
 */
public record Arm(String runtime, String via, String workload, String pace, String kernel, Phase phase, Burst burst) {

    /** The {@code via} of an arm that is no runtime. */
    public static final String CONTROL = "control";
    /** The {@code workload} of such an arm. */
    public static final String CONTROL_WORKLOAD = "true";

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@~+-]{0,127}");

    private static final int PARAMS = 5;

    public Arm {
        Objects.requireNonNull(phase, "phase is null");
        for (String part : List.of(runtime, via, workload, pace, kernel)) {
            if (!PLAIN.matcher(part).matches()) {
                throw new IllegalArgumentException("not a plain parameter value: " + Printable.quoted(part));
            }
        }
        if (burst != null && phase != Phase.RUN) {
            throw new IllegalArgumentException("a burst is of whole runs, not of " + phase.label());
        }
    }

    /** An arm of one container after the other. */
    public Arm(String runtime, String via, String workload, String pace, String kernel, Phase phase) {
        this(runtime, via, workload, pace, kernel, phase, null);
    }

    /** An arm that times the whole of a start. */
    public Arm(String runtime, String via, String workload, String pace, String kernel) {
        this(runtime, via, workload, pace, kernel, Phase.RUN);
    }

    /**
     * The parts joined by slashes, five for the phase {@code run} of single containers and six for the others; unique in a campaign
     * and free of spaces, commas and equals signs.
     */
    public String key() {
        String key = String.join("/", runtime, via, workload, pace, kernel);
        return timed().equals(Phase.RUN.label()) ? key : key + "/" + timed();
    }

    /** What an operation is: the name of the phase, or of the burst. */
    public String timed() {
        return burst == null ? phase.label() : burst.phase();
    }

    /** The state of the host that it is measured in. */
    public HostState state() {
        return burst == null ? HostState.NONE : burst.state();
    }

    /**
     * The arm of a key.
     *
     * @throws IllegalArgumentException if the key has not five plain parts, or a sixth that is neither a burst nor another phase than
     *                                  {@code run}
     */
    public static Arm ofKey(String key) {
        String[] parts = key.split("/", -1);
        if (parts.length != PARAMS && parts.length != PARAMS + 1) {
            throw new IllegalArgumentException("not an arm: " + Printable.quoted(key));
        }
        Burst burst = parts.length == PARAMS ? null : Burst.ofPhase(parts[PARAMS]).orElse(null);
        Phase phase = parts.length == PARAMS || burst != null ? Phase.RUN : Phase.ofLabel(parts[PARAMS]);
        Arm arm = new Arm(parts[0], parts[1], parts[2], parts[3], parts[4], phase, burst);
        if (!arm.key().equals(key)) {
            throw new IllegalArgumentException("an arm has one key, and this is not it: " + Printable.quoted(key));
        }
        return arm;
    }

    /** The same arm of another runtime. */
    public Arm with(String other) {
        return new Arm(other, via, workload, pace, kernel, phase, burst);
    }

    /** The same arm of a copy of the runtime's binary: its A/A control. */
    public Arm copy() {
        return with(RuntimeCatalog.copyOf(runtime));
    }

    /** The same arm with another phase. */
    public Arm with(Phase other) {
        return new Arm(runtime, via, workload, pace, kernel, other);
    }

    /** The same arm with so many containers at once. */
    public Arm with(Burst several) {
        return new Arm(runtime, via, workload, pace, kernel, phase, several);
    }

    /** True for {@code spawn} and {@code namespaces}: arms that show the floor and start no container runtime. */
    public boolean isControl() {
        return via.equals(CONTROL);
    }

    /** Parameter names and values in the order of the benchmark's fields. */
    public Map<String, String> params() {
        Map<String, String> params = new LinkedHashMap<>();
        params.put("runtime", runtime);
        params.put("via", via);
        params.put("workload", workload);
        params.put("pace", pace);
        params.put("kernel", kernel);
        if (burst != null) {
            params.put("together", Integer.toString(burst.together()));
            params.put("idle", Integer.toString(burst.state().idle()));
            params.put("mounts", Integer.toString(burst.state().mounts()));
        }
        return params;
    }

    @Override
    public String toString() {
        return key();
    }
}

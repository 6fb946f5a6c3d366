package org.ocibench.engine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.ocibench.host.Printable;

/**
 * What is compared: a runtime, the way to it, and the conditions. The five fields are the benchmark's {@code @Param}s.
 *
 * @param runtime  name, optionally {@code @version} and {@code ~variant}; or the name of a control
 * @param via      {@code direct}, {@code ctr}, {@code nerdctl}, {@code nerdctl-default}; {@code control} for controls
 * @param workload {@code exit}, {@code live50}, {@code true}
 * @param pace     {@code burst} or {@code isolated}
 * @param kernel   {@code default} or {@code quiet}
 */
public record Arm(String runtime, String via, String workload, String pace, String kernel) {

    /** The {@code via} of an arm that is no runtime. */
    public static final String CONTROL = "control";

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@~+-]{0,127}");

    public Arm {
        for (String part : List.of(runtime, via, workload, pace, kernel)) {
            if (!PLAIN.matcher(part).matches()) {
                throw new IllegalArgumentException("not a plain parameter value: " + Printable.quoted(part));
            }
        }
    }

    /** The five parts joined by slashes; unique in a campaign and free of spaces, commas and equals signs. */
    public String key() {
        return String.join("/", runtime, via, workload, pace, kernel);
    }

    /**
     * The arm of a key.
     *
     * @throws IllegalArgumentException if the key has not five plain parts
     */
    public static Arm ofKey(String key) {
        String[] parts = key.split("/", -1);
        if (parts.length != 5) {
            throw new IllegalArgumentException("not an arm: " + Printable.quoted(key));
        }
        return new Arm(parts[0], parts[1], parts[2], parts[3], parts[4]);
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
        return params;
    }

    @Override
    public String toString() {
        return key();
    }
}

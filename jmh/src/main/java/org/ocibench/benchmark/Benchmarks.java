package org.ocibench.benchmark;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.ocibench.engine.Arm;
import org.ocibench.engine.Limit;
import org.ocibench.engine.Phase;

/** The benchmarks by their full names: class and method. */
public final class Benchmarks {

    /** The name of the benchmark of several containers at once. */
    public static final String BURST = BurstBenchmark.class.getName() + ".together";

    private Benchmarks() {
    }

    /** The name of the benchmark that times this arm, as it stands in JMH's results. */
    public static String name(Arm arm) {
        return arm.burst() == null ? name(arm.phase()) : BURST;
    }

    /** The class of the benchmark that times this phase. */
    private static Class<? extends ContainerBenchmark> type(Phase phase) {
        return phase == Phase.RUN ? StartupBenchmark.class : LifecycleBenchmark.class;
    }

    /** The name of the benchmark that times this phase, as it stands in JMH's results. */
    public static String name(Phase phase) {
        return type(phase).getName() + "." + phase.label();
    }

    /** The name of the benchmark that searches the smallest limit of this kind. */
    public static String name(Limit.Kind kind) {
        return (kind == Limit.Kind.MEMORY ? MinimumMemoryBenchmark.class : MinimumPidsBenchmark.class).getName() + ".search";
    }

    /** The name of every benchmark of a time: in the order of the phases, and then that of bursts. */
    public static List<String> names() {
        return Stream.concat(Arrays.stream(Phase.values()).map(Benchmarks::name), Stream.of(BURST)).toList();
    }

    /**
     * What the benchmark of this name times.
     *
     * @throws IllegalArgumentException if it is none of ours
     */
    public static Phase phase(String name) {
        return Arrays.stream(Phase.values()).filter(phase -> name(phase).equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no benchmark of a phase: " + name));
    }

    /** The code of the benchmarks of these phases: with other code they measure something else. */
    public static byte[] code(Collection<Phase> phases) throws IOException {
        return code(phases.stream().map(Benchmarks::type).toList());
    }

    /** The code of the benchmark of bursts. */
    public static byte[] burstCode() throws IOException {
        return code(List.of(BurstBenchmark.class));
    }

    private static byte[] code(List<Class<? extends ContainerBenchmark>> types) throws IOException {
        Set<String> files = new TreeSet<>(Set.of(ContainerBenchmark.class.getSimpleName()));
        types.forEach(type -> files.add(type.getSimpleName()));
        ByteArrayOutputStream code = new ByteArrayOutputStream();
        for (String file : files) {
            try (InputStream in = Benchmarks.class.getResourceAsStream(file + ".class")) {
                in.transferTo(code);
            }
        }
        return code.toByteArray();
    }
}

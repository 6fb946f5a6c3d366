package org.ocibench.benchmark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ocibench.engine.Phase;
import org.openjdk.jmh.annotations.Benchmark;

class BenchmarksTest {

    @ParameterizedTest
    @EnumSource(Phase.class)
    void everyPhaseHasABenchmarkOfItsName(Phase phase) throws ReflectiveOperationException {
        String name = Benchmarks.name(phase);
        int dot = name.lastIndexOf('.');
        assertNotNull(Class.forName(name.substring(0, dot)).getMethod(name.substring(dot + 1)).getAnnotation(Benchmark.class), name);
        assertEquals(phase, Benchmarks.phase(name));
    }

    @Test
    void everyBenchmarkIsKnown() {
        Set<String> methods = Stream.of(StartupBenchmark.class, LifecycleBenchmark.class, BurstBenchmark.class)
                .flatMap(type -> Arrays.stream(type.getMethods())
                        .filter(method -> method.isAnnotationPresent(Benchmark.class)).map(method -> type.getName() + "." + method.getName()))
                .collect(Collectors.toSet());
        assertEquals(methods, Set.copyOf(Benchmarks.names()));
        assertThrows(IllegalArgumentException.class, () -> Benchmarks.phase("org.ocibench.benchmark.Other.run"));
    }

    @Test
    void theCodeOfOneBenchmarkIsNotThatOfTheOther() throws IOException {
        byte[] run = Benchmarks.code(List.of(Phase.RUN));
        byte[] life = Benchmarks.code(List.of(Phase.CREATE));
        assertFalse(Arrays.equals(run, life));
        assertArrayEquals(life, Benchmarks.code(List.of(Phase.KILL, Phase.DELETE)));
    }
}

package org.ocibench.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ocibench.engine.CostLayer;
import org.ocibench.engine.LayerMeter;
import org.ocibench.engine.LayerMetric;

/** What the layers are charged with, against what is known otherwise. */
class AttributionIT {

    /** The share of a planted burner's CPU time that must be found in its layer, and may at most be found in all others. */
    private static final double MOST = .8;
    private static final double LITTLE = .2;
    /** Of the host's own count, less an idle time of the same length. */
    private static final double UNATTRIBUTED = .1;

    @TempDir
    private Path folder;

    private static Map<CostLayer, Double> more(KeptLayers planted, KeptLayers plain) {
        Map<CostLayer, Double> more = new TreeMap<>(planted.medians(LayerMetric.CPU));
        plain.medians(LayerMetric.CPU).forEach((layer, micros) -> more.merge(layer, -micros, Double::sum));
        return more;
    }

    private static void assertBurnt(CostLayer where, Map<CostLayer, Double> more) {
        double there = more.get(where);
        double elsewhere = more.entrySet().stream().filter(layer -> layer.getKey() != where)
                .mapToDouble(layer -> Math.abs(layer.getValue())).sum();
        System.out.println("burner in " + where.label() + ": us more than without it, by layer: " + more);
        assertTrue(there > 0 && elsewhere < LITTLE * there && there > MOST * (there + elsewhere), () -> "burner in " + where + ": " + more);
    }

    /** Burners in runtime, hook and container, and a writer in the container, all in one campaign that takes turns. */
    @Test
    void whatIsPlantedIsFoundInItsLayer() throws Exception {
        Requirements.needs("crun");
        Bench bench = new Bench(folder);
        String runtimes = String.join(",", Planted.RUNTIMES);
        Kept kept = bench.campaign(new Planted(folder).runtimes(bench, Requirements.newest("crun", "crun"), "-p",
                "runtime=" + runtimes, "-p", "via=direct", "-f", "1", "-i", "12", "-prof", "layers")).exits(0).speaksPlainly().kept();
        for (String runtime : Planted.RUNTIMES) {
            assertEquals(12, kept.successes(kept.arm(runtime, "direct")), runtime);
        }
        KeptLayers plain = new KeptLayers(kept, kept.arm(Planted.NOTHING, "direct"));
        Map<String, CostLayer> burners = Map.of(Planted.IN_RUNTIME, CostLayer.RUNTIME, Planted.IN_HOOK, CostLayer.HOOKS,
                Planted.IN_CONTAINER, CostLayer.CONTAINER);
        for (Map.Entry<String, CostLayer> burner : burners.entrySet()) {
            assertBurnt(burner.getValue(), more(new KeptLayers(kept, kept.arm(burner.getKey(), "direct")), plain));
        }
        KeptLayers writes = new KeptLayers(kept, kept.arm(Planted.WRITES, "direct"));
        assertTrue(writes.median(CostLayer.CONTAINER, LayerMetric.WRITE_CALLS) >= Planted.WRITTEN / 65536, "calls of dd");
        if (LayerMeter.exitsMissing().isPresent()) {
            Requirements.hostCannot("tell what processes that have ended wrote: " + LayerMeter.exitsMissing().get());
        }
        System.out.println("dd of " + Planted.WRITTEN + " bytes: B written by layer: " + writes.medians(LayerMetric.WRITTEN)
                + ", without it " + plain.medians(LayerMetric.WRITTEN));
        double written = writes.median(CostLayer.CONTAINER, LayerMetric.WRITTEN) - plain.median(CostLayer.CONTAINER, LayerMetric.WRITTEN);
        assertTrue(written >= Planted.WRITTEN && written < 1.1 * Planted.WRITTEN, () -> "bytes of dd: " + written);
        assertTrue(writes.median(CostLayer.RUNTIME, LayerMetric.WRITTEN) < .1 * Planted.WRITTEN, "bytes of the runtime");
    }

    private Kept throughWrappers(String burning) throws Exception {
        Path real = Requirements.newest("containerd", "containerd").toRealPath().getParent();
        Path own = Files.createDirectory(folder.resolve("of-" + burning));
        Path prefix = new Planted(own).containerd(burning, real, real.getParent().getFileName().toString());
        return new Bench(own).environment("OCIBENCH_PREFIX", prefix.toString()).campaign("-p", "runtime=crun", "-p", "via=ctr", "-f",
                "1", "-i", "12", "-prof", "layers").exits(0).speaksPlainly().kept();
    }

    @Test
    void whatIsPlantedAroundContainerdIsFoundInItsLayer() throws Exception {
        Requirements.needs("crun", "containerd");
        Kept plain = throughWrappers("nothing");
        for (Map.Entry<String, CostLayer> burner : Map.of("ctr", CostLayer.CLIENT, "containerd-shim-runc-v2", CostLayer.SHIM)
                .entrySet()) {
            Kept planted = throughWrappers(burner.getKey());
            String arm = planted.arm("crun", "ctr");
            assertBurnt(burner.getValue(), more(new KeptLayers(planted, arm), new KeptLayers(plain, arm)));
        }
    }

    /** Seen from outside: all that the host did more than while it was idle is some layer's. */
    @ParameterizedTest
    @CsvSource({"crun, direct", "runc, direct", "runc, ctr"})
    void theLayersAddUpToTheHostsOwnCount(String runtime, String via) throws Exception {
        Requirements.needs(via.equals("ctr") ? new String[] {runtime, "containerd"} : new String[] {runtime});
        Bench.awaitFreeHost();
        Path tests = Path.of(AttributionBatch.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        Bench.Ended ended = new Bench(folder).runJava("-cp", Bench.jar() + ":" + tests, AttributionBatch.class.getName(), runtime,
                via).exits(0);
        System.out.println(ended.out().strip());
        Map<String, Double> figures = figures(ended.out());
        double used = figures.get("host") - figures.get("idle");
        double rest = used - figures.get("layers");
        System.out.printf("%s %s: unattributed %.1f ms of %.1f ms, %.2f %%%n", runtime, via, rest, used, 100 * rest / used);
        assertEquals(0, rest / used, UNATTRIBUTED, ended.out());
        assertEquals(0, figures.get("failed"), ended.out());
    }

    private static Map<String, Double> figures(String out) throws IOException {
        Map<String, Double> figures = new TreeMap<>();
        for (String line : List.of(out.split("\n"))) {
            String[] words = line.split(" ");
            figures.put(words[0], Double.parseDouble(words[1]));
        }
        return figures;
    }
}

package org.ocibench.campaign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentTest {

    @TempDir
    private Path folder;

    private Environment read(String content) throws IOException {
        Files.writeString(folder.resolve(CampaignFolder.META_JSON), content);
        return CampaignMeta.read(folder).environment();
    }

    @Test
    void factsAreFoundByTheirPath() throws IOException {
        Environment environment = read("""
                {"started": "2026-11-30T08:00:00Z", "machineId": "0a1b2c3d", "environmentId": "cafe", "arms": [],
                 "plan": {"timedPerTurn": 4, "seed": 7, "copies": true}, "machine": {"architecture": "x86_64"},
                 "kernel": {"release": "6.18", "rcu": {"expedited": 0}, "hz": {"value": null, "reason": "no such file"}},
                 "cgroup": {"favordynmods": []}, "load": {"average": [1, 2, 3]},
                 "content": {"benchmarkVersion": "beef", "imageDigest": {"value": null, "reason": "no arm went through containerd"}},
                 "runtimes": [{"runtime": "crun", "name": "crun@1.21", "version": "1.21", "sha256": "abcd"}]}""");
        assertEquals(new Environment("0a1b2c3d", "cafe", "x86_64", "beef", Environment.UNKNOWN, environment.facts(),
                Map.of("crun", "abcd"), Map.of("crun", "1.21")), environment);
        assertEquals(Map.of("cgroup/favordynmods", "[]", "kernel/hz", "unknown", "kernel/rcu/expedited", "0", "kernel/release", "6.18",
                "machine/architecture", "x86_64", "plan/copies", "true", "plan/timedPerTurn", "4"), environment.facts());
        assertTrue(environment.runsCopies());
    }

    @Test
    void whatIsNotThereIsUnknown() throws IOException {
        Environment environment = read("{\"plan\": {}, \"arms\": []}");
        assertEquals(Environment.UNKNOWN, environment.machineId());
        assertEquals(Environment.UNKNOWN, environment.benchmarkVersion());
        assertEquals(Map.of(), environment.facts());
        assertFalse(environment.runsCopies());
    }
}

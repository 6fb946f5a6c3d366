package org.ocibench.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RuntimeSpecTest {

    private final RuntimeSpec v1 = new RuntimeSpec(Path.of("/var/lib/rootfs"), false);
    private final RuntimeSpec v2 = new RuntimeSpec(Path.of("/var/lib/rootfs"), true);

    @Test
    void describesOneProcessWithoutTerminal() throws JsonProcessingException {
        JsonNode spec = read(v1.render(Workload.EXIT, "/ocibench/c1"));
        JsonNode process = spec.get("process");
        assertEquals("1.0.2", spec.get("ociVersion").asText());
        assertFalse(process.get("terminal").asBoolean(true));
        assertTrue(process.get("noNewPrivileges").asBoolean());
        assertEquals(List.of("/bin/sh", "-c", "exit 42"), texts(process.get("args")));
        assertEquals("/", process.get("cwd").asText());
        assertEquals("{\"uid\":0,\"gid\":0}", process.get("user").toString());
        assertTrue(texts(process.get("env")).stream().noneMatch(v -> v.startsWith("TERM")));
        assertEquals("[{\"type\":\"RLIMIT_NOFILE\",\"hard\":1024,\"soft\":1024}]", process.get("rlimits").toString());
    }

    @Test
    void capabilitiesAreRuncsWithoutAmbient() throws JsonProcessingException {
        JsonNode capabilities = read(v1.render(Workload.EXIT, "/a")).at("/process/capabilities");
        assertEquals(3, capabilities.size());
        for (String set : List.of("bounding", "effective", "permitted")) {
            assertEquals(List.of("CAP_AUDIT_WRITE", "CAP_KILL", "CAP_NET_BIND_SERVICE"), texts(capabilities.get(set)));
        }
    }

    @Test
    void rootIsSharedAndReadOnlyAndTheCgroupExplicit() throws JsonProcessingException {
        JsonNode spec = read(v1.render(Workload.EXIT, "/ocibench/c1"));
        assertEquals("{\"path\":\"/var/lib/rootfs\",\"readonly\":true}", spec.get("root").toString());
        assertEquals("/ocibench/c1", spec.at("/linux/cgroupsPath").asText());
        assertEquals("[{\"allow\":false,\"access\":\"rwm\"}]", spec.at("/linux/resources/devices").toString());
        assertTrue(spec.at("/linux/seccomp").isMissingNode());
        assertTrue(spec.at("/hooks").isMissingNode());
    }

    @Test
    void limitsAreResourcesBesideTheDevices() throws JsonProcessingException {
        JsonNode pinned = read(v1.within(new Resources(OptionalLong.of(4096), true, OptionalLong.empty()))
                .canonical(Workload.EXIT)).at("/linux/resources");
        assertEquals("{\"limit\":4096,\"swap\":4096}", pinned.get("memory").toString());
        assertTrue(pinned.path("pids").isMissingNode());
        assertEquals(1, pinned.get("devices").size());
        JsonNode loose = read(v1.within(new Resources(OptionalLong.of(4096), false, OptionalLong.of(3)))
                .canonical(Workload.EXIT)).at("/linux/resources");
        assertEquals("{\"limit\":4096}", loose.get("memory").toString());
        assertEquals("{\"limit\":3}", loose.get("pids").toString());
    }

    @Test
    void onlyTheCgroupNamespaceDependsOnTheLayout() throws JsonProcessingException {
        assertEquals(List.of("pid", "network", "ipc", "uts", "mount"),
                read(v1.canonical(Workload.EXIT)).at("/linux/namespaces").findValuesAsText("type"));
        assertEquals(List.of("pid", "network", "ipc", "uts", "mount", "cgroup"),
                read(v2.canonical(Workload.EXIT)).at("/linux/namespaces").findValuesAsText("type"));
    }

    @Test
    void mountsMountPointsThatTheRootfsHas() throws JsonProcessingException {
        List<String> points = read(v1.canonical(Workload.EXIT)).get("mounts").findValuesAsText("destination");
        assertEquals(List.of("/proc", "/dev", "/dev/pts", "/dev/shm", "/dev/mqueue", "/sys"), points);
    }

    @Test
    void carriesTheAnnotationThatGvisorsShimWaitsFor() throws JsonProcessingException {
        assertEquals("{\"io.kubernetes.cri.container-type\":\"sandbox\"}",
                read(v1.canonical(Workload.EXIT)).get("annotations").toString());
    }

    @Test
    void digestIgnoresPathsAndNothingElse() {
        RuntimeSpec elsewhere = new RuntimeSpec(Path.of("/tmp/other"), false);
        assertEquals(v1.digest(Workload.EXIT), elsewhere.digest(Workload.EXIT));
        assertNotEquals(v1.digest(Workload.EXIT), v1.digest(Workload.LIVE50));
        assertNotEquals(v1.digest(Workload.EXIT), v2.digest(Workload.EXIT));
        assertFalse(v1.canonical(Workload.EXIT).contains("/var/lib"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "relative", "/a/", "/a//b", "/../a", "/a/..", "/.", "/a b", "/a\"", "/a\n", "/@x", "/é",
            "system.slice:ocibench:c1"})
    void refusesOtherCgroupPaths(String path) {
        assertThrows(IllegalArgumentException.class, () -> v1.render(Workload.EXIT, path));
    }

    @Test
    void refusesRelativeRootfs() {
        assertThrows(IllegalArgumentException.class, () -> new RuntimeSpec(Path.of("rootfs"), false));
    }

    private static JsonNode read(String json) throws JsonProcessingException {
        return new ObjectMapper().readTree(json);
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new java.util.ArrayList<>();
        array.forEach(node -> texts.add(node.asText()));
        return texts;
    }
}

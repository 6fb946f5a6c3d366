package org.ocibench.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ocibench.host.Printable;

class SpecOptionTest {

    private static final RuntimeSpec V1 = new RuntimeSpec(Path.of("/rootfs"), false);
    private static final RuntimeSpec V2 = new RuntimeSpec(Path.of("/rootfs"), true);

    @TempDir
    private Path root;

    private static JsonNode spec(String label) throws JsonProcessingException {
        return new ObjectMapper().readTree(V1.with(SpecOption.ofLabel(label)).canonical(Workload.EXIT));
    }

    @ParameterizedTest
    @EnumSource
    void everyOptionChangesThePlainSpecOfOneOfTheLayouts(SpecOption option) {
        assertTrue(option.label().matches("[a-z0-9]+(-[a-z0-9]+)*"), option.label());
        assertEquals(option, SpecOption.ofLabel(option.label()));
        assertTrue(!option.sentence().isBlank() && Printable.is(option.sentence()));
        long changed = List.of(V1, V2).stream()
                .filter(plain -> !plain.with(option).canonical(Workload.EXIT).equals(plain.canonical(Workload.EXIT))).count();
        assertEquals(option.label().endsWith("cgroupns") ? 1 : 2, changed);
        assertTrue(V1.with(option).template(List.of("/bin/true")).contains(RuntimeSpec.CGROUP_PLACEHOLDER), "bundles exchange it");
    }

    @Test
    void noTwoOptionsAreTheSame() {
        List<String> specs = SpecOption.labels().stream().filter(label -> !label.equals("no-cgroupns"))
                .map(label -> V1.with(SpecOption.ofLabel(label)).canonical(Workload.EXIT)).toList();
        assertEquals(specs.size(), new HashSet<>(specs).size());
    }

    @Test
    void anUnknownLabelIsToldWithTheNearest() {
        String message = assertThrows(IllegalArgumentException.class, () -> SpecOption.ofLabel("secomp")).getMessage();
        assertTrue(message.contains("did you mean seccomp?") && message.contains("mounts-100"), message);
    }

    @Test
    void namespacesAreAddedOnceOrTakenAway() throws JsonProcessingException {
        assertEquals(List.of("pid", "ipc", "uts", "mount"), spec("no-netns").at("/linux/namespaces").findValuesAsText("type"));
        assertEquals(List.of("pid", "network", "ipc", "uts", "mount", "time"),
                spec("timens").at("/linux/namespaces").findValuesAsText("type"));
        assertTrue(spec("no-utsns").path("hostname").isMissingNode(), "a host name needs its namespace");
        assertEquals(V2.canonical(Workload.EXIT), V2.with(SpecOption.CGROUPNS).canonical(Workload.EXIT));
        assertEquals(V1.canonical(Workload.EXIT), V1.with(SpecOption.NO_CGROUPNS).canonical(Workload.EXIT));
        JsonNode user = spec("userns");
        for (String mappings : List.of("uidMappings", "gidMappings")) {
            assertEquals("[{\"containerID\":0,\"hostID\":0,\"size\":65536}]", user.at("/linux").get(mappings).toString());
        }
    }

    @Test
    void mountsGoOnFoldersThatTheRootFileSystemHas() throws IOException {
        Rootfs rootfs = Rootfs.build(Programs.busybox(root), root.resolve("rootfs"));
        JsonNode mounts = new ObjectMapper().readTree(new RuntimeSpec(rootfs.path(), false).with(SpecOption.MOUNTS_100)
                .render(Workload.EXIT, "/a")).get("mounts");
        assertEquals(106, mounts.size());
        for (JsonNode mount : mounts) {
            assertTrue(mount.get("destination").asText().matches("/dev/.+")
                    || Files.isDirectory(rootfs.path().resolve(mount.get("destination").asText().substring(1))), mount.toString());
        }
        assertEquals(rootfs.path() + "/etc", mounts.get(105).get("source").asText());
        assertEquals(16, spec("mounts-10").get("mounts").size());
    }

    @Test
    void hooksAreStaticProgramsOfTheRootFileSystem() throws JsonProcessingException {
        assertEquals("{\"createRuntime\":[{\"path\":\"/@rootfs@/bin/true\",\"args\":[\"true\"]}]}",
                spec("hook-create-runtime").get("hooks").toString());
        assertEquals("{\"startContainer\":[{\"path\":\"/bin/true\",\"args\":[\"true\"]}]}",
                spec("hook-start-container").get("hooks").toString());
    }

    @Test
    void limitsStandBesideTheDeviceRules() throws JsonProcessingException {
        assertEquals(256 << 20, spec("memory-limit").at("/linux/resources/memory/limit").asInt());
        assertEquals(1024, spec("pids-limit").at("/linux/resources/pids/limit").asInt());
        assertEquals(10, spec("cpu-limit").at("/linux/resources/cpu/quota").asInt()
                / spec("cpu-limit").at("/linux/resources/cpu/period").asInt());
        assertEquals(1, spec("memory-limit").at("/linux/resources/devices").size());
    }

    @Test
    void capabilitiesChangeInEverySet() throws JsonProcessingException {
        for (String set : List.of("bounding", "effective", "permitted")) {
            assertEquals(0, spec("no-caps").at("/process/capabilities").get(set).size(), set);
        }
        assertEquals(3, spec("caps-all").at("/process/capabilities").size());
    }

    @Test
    void whatIsKnownBeforehandToBeImpossibleIsTold() throws IOException {
        Path namespaces = Files.createDirectories(root.resolve("proc/self/ns"));
        assertEquals(Optional.of("this kernel has no time namespaces"), SpecOption.TIMENS.obstacle(root, V1));
        Files.createFile(namespaces.resolve("time"));
        assertEquals(Optional.empty(), SpecOption.TIMENS.obstacle(root, V1));
        assertEquals(Optional.empty(), SpecOption.SECCOMP.obstacle(root, V1));
        assertEquals(Optional.of("the plain spec is so already: no-cgroupns would change nothing"),
                SpecOption.NO_CGROUPNS.obstacle(root, V1));
        assertEquals(Optional.empty(), SpecOption.NO_CGROUPNS.obstacle(root, V2));
    }

    @Test
    void anOptionHasADigestOfItsOwn() {
        assertNotEquals(V1.digest(Workload.EXIT), V1.with(SpecOption.SECCOMP).digest(Workload.EXIT));
        assertEquals(V1, new RuntimeSpec(Path.of("/rootfs"), false, Optional.empty(), Resources.UNLIMITED));
    }
}

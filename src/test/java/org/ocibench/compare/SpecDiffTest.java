package org.ocibench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ocibench.bundle.RuntimeSpec;
import org.ocibench.bundle.SpecOption;
import org.ocibench.bundle.Workload;

class SpecDiffTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final RuntimeSpec PLAIN = new RuntimeSpec(Path.of("/rootfs"), false);

    private static List<String> words(String from, String to) throws JsonProcessingException {
        return SpecDiff.words((ObjectNode) JSON.readTree(from), (ObjectNode) JSON.readTree(to));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "seccomp-1             | seccomp with 1 system call named               | no seccomp",
        "no-netns              | without network namespace                      | with network namespace",
        "userns                | with user namespace; 1 more uid mapping; 1 more gid mapping "
                + "| without user namespace; 1 fewer uid mapping; 1 fewer gid mapping",
        "rw-rootfs             | without a read-only root file system           | a read-only root file system",
        "mounts-10             | 10 more mounts                                 | 10 fewer mounts",
        "hook-poststop         | 1 hook (poststop)                              | no hooks",
        "memory-limit          | other linux.resources.memory                   | other linux.resources.memory",
        "no-caps               | 3 fewer capabilities                           | 3 more capabilities",
        "no-nnp                | without no_new_privs                           | no_new_privs",
        "no-masked-paths       | 10 fewer masked paths; 5 fewer read-only paths | 10 more masked paths; 5 more read-only paths",
        "no-rlimits            | 1 fewer rlimit                                 | 1 more rlimit",
        "oom-score-adj         | other process.oomScoreAdj                      | other process.oomScoreAdj"})
    void optionsAreNamed(String label, String added, String removed) throws JsonProcessingException {
        String changed = PLAIN.with(SpecOption.ofLabel(label)).canonical(Workload.EXIT);
        String plain = PLAIN.canonical(Workload.EXIT);
        assertEquals(added, String.join("; ", words(plain, changed)));
        assertEquals(removed, String.join("; ", words(changed, plain)));
    }

    @Test
    void whatDiffersFromContainerToContainerIsNoDifference() throws JsonProcessingException {
        String spec = """
                {"hostname": "%1$s", "root": {"path": "/%1$s"}, "linux": {"cgroupsPath": "/%1$s"},
                 "hooks": {"poststop": [{"path": "/nerdctl", "args": ["%1$s"]}]}, "annotations": {"id": "%1$s"},
                 "mounts": [{"destination": "/etc/hosts", "type": "bind", "source": "/%1$s", "options": ["bind"]}],
                 "process": {"env": ["HOSTNAME=%1$s"]}}""";
        assertEquals(List.of(), words(spec.formatted("one"), spec.formatted("other")));
    }

    @Test
    void aFlagThatIsLeftOutIsFalse() throws JsonProcessingException {
        assertEquals(List.of(), words("{\"process\": {\"terminal\": false}}", "{\"process\": {}}"));
        assertEquals(List.of("a terminal"), words("{\"process\": {}}", "{\"process\": {\"terminal\": true}}"));
    }

    @Test
    void anotherMountInAPlaceIsTold() throws JsonProcessingException {
        String mount = "{\"mounts\": [{\"destination\": \"/dev\", \"type\": \"%s\", \"options\": [\"%s\"]}]}";
        assertEquals(List.of("other mounts at /dev"), words(mount.formatted("tmpfs", "ro"), mount.formatted("tmpfs", "rw")));
        assertEquals(List.of("other mounts at /dev"), words(mount.formatted("tmpfs", "ro"), mount.formatted("bind", "ro")));
    }

    @Test
    void anotherProfileOfSeccompIsTold() throws JsonProcessingException {
        String seccomp = "{\"linux\": {\"seccomp\": {\"syscalls\": [{\"names\": [%s]}]}}}";
        assertEquals(List.of("another seccomp profile with 3 instead of 1 system call named"),
                words(seccomp.formatted("\"read\""), seccomp.formatted("\"read\", \"write\", \"open\"")));
    }

    @Test
    void capabilitiesMayMoveBetweenSets() throws JsonProcessingException {
        String capabilities = "{\"process\": {\"capabilities\": {\"%s\": [\"CAP_KILL\"]}}}";
        assertEquals(List.of("capabilities in other sets"),
                words(capabilities.formatted("bounding"), capabilities.formatted("ambient")));
    }

    @Test
    void aStrangersSpecOfAnotherShapeIsSurvivedAndKeptShort() throws JsonProcessingException {
        assertEquals(List.of("other linux"), words("{}", "{\"mounts\": 3, \"linux\": [1], \"hooks\": \"x\"}"));
        StringBuilder many = new StringBuilder("{\"a\": 1");
        for (int i = 0; i < 50; i++) {
            many.append(", \"field").append(i).append("\": 1");
        }
        assertEquals("other a, field0, field1, field10, field11, field12, field13, field14 and 43 more",
                words("{}", many + "}").get(0));
    }
}

package org.ocibench.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeccompProfileTest {

    @Test
    void theListIsOfPlainNamesAndHasNoneTwice() {
        List<String> allowed = SeccompProfile.allowed();
        assertEquals(allowed.size(), new HashSet<>(allowed).size());
        assertTrue(allowed.stream().allMatch(name -> name.matches("_?[a-z][a-z0-9_]*")), allowed.toString());
        assertTrue(allowed.size() > 300 && allowed.size() < 400, allowed.size() + " names");
    }

    @Test
    void programsCanRunAndTheHostIsOutOfReach() {
        List<String> allowed = SeccompProfile.allowed();
        assertTrue(allowed.containsAll(List.of("execve", "exit_group", "read", "write", "mmap", "brk", "futex", "openat", "wait4",
                "fork", "rt_sigaction", "arch_prctl", "set_tid_address", "prctl", "capset", "setgroups")));
        for (String name : List.of("mount", "reboot", "bpf", "init_module", "kexec_load", "unshare", "setns", "pivot_root",
                "clock_settime", "perf_event_open", "keyctl", "swapon", "clone3", "clone", "personality", "socket")) {
            assertFalse(allowed.contains(name), name);
        }
    }

    @Test
    void everythingElseIsRefusedWithEperm() {
        ObjectNode profile = SeccompProfile.defaults();
        assertEquals("SCMP_ACT_ERRNO", profile.get("defaultAction").asText());
        assertEquals(1, profile.get("defaultErrnoRet").asInt());
        JsonNode rules = profile.get("syscalls");
        assertEquals(9, rules.size());
        assertEquals("[\"clone\"]", rules.get(6).get("names").toString());
        assertEquals("[{\"index\":0,\"value\":2114060288,\"op\":\"SCMP_CMP_MASKED_EQ\",\"valueTwo\":0}]",
                rules.get(6).get("args").toString());
        assertEquals(38, rules.get(7).get("errnoRet").asInt());
    }

    @Test
    void theSmallestProfileHasOneRule() {
        assertEquals("[{\"names\":[\"kexec_load\"],\"action\":\"SCMP_ACT_ERRNO\"}]",
                SeccompProfile.oneRule().get("syscalls").toString());
    }
}

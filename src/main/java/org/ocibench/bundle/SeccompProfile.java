package org.ocibench.bundle;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Values of {@code linux.seccomp}. The default one is of the size and shape of containerd's: some 350 system calls allowed, a
 * few under conditions on their arguments, everything else refused with EPERM, for the architecture and its 32-bit sisters.
 */
final class SeccompProfile {

    private static final String ALLOWED = "seccomp-default.txt";
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String ALLOW = "SCMP_ACT_ALLOW";
    private static final String ERRNO = "SCMP_ACT_ERRNO";
    private static final int EPERM = 1;
    private static final int ENOSYS = 38;

    /** Flags of clone(2) that make namespaces, all but the time namespace's, which is not among clone's. */
    private static final long NEW_NAMESPACES = 0x7E020000L;
    /** Execution domains that programs ask for: Linux, its 32-bit form, both without randomised addresses, and the query. */
    private static final List<Long> PERSONALITIES = List.of(0L, 0x8L, 0x20000L, 0x20008L, 0xFFFFFFFFL);
    /** Sockets to the hypervisor. */
    private static final long AF_VSOCK = 40;

    private SeccompProfile() {
    }

    /** The default profile. */
    static ObjectNode defaults() {
        ObjectNode profile = profile(ERRNO);
        profile.put("defaultErrnoRet", EPERM);
        ArrayNode rules = profile.putArray("syscalls");
        rule(rules, allowed(), ALLOW);
        PERSONALITIES.forEach(domain -> condition(rule(rules, List.of("personality"), ALLOW), 0, domain, "SCMP_CMP_EQ"));
        condition(rule(rules, List.of("clone"), ALLOW), 0, NEW_NAMESPACES, "SCMP_CMP_MASKED_EQ").put("valueTwo", 0);
        // Its flags lie in memory, where no filter sees them: programs are to fall back to clone.
        rule(rules, List.of("clone3"), ERRNO).put("errnoRet", ENOSYS);
        condition(rule(rules, List.of("socket"), ALLOW), 0, AF_VSOCK, "SCMP_CMP_NE");
        return profile;
    }

    /** A profile of one rule: what any profile costs, however small. */
    static ObjectNode oneRule() {
        ObjectNode profile = profile(ALLOW);
        rule(profile.putArray("syscalls"), List.of("kexec_load"), ERRNO);
        return profile;
    }

    /** Names of the system calls that are allowed without conditions. */
    static List<String> allowed() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                SeccompProfile.class.getResourceAsStream(ALLOWED), StandardCharsets.US_ASCII))) {
            return lines.lines().filter(line -> !line.startsWith("#")).flatMap(line -> Arrays.stream(line.split(" ")))
                    .filter(name -> !name.isEmpty()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode profile(String defaultAction) {
        ObjectNode profile = JSON.createObjectNode().put("defaultAction", defaultAction);
        ArrayNode architectures = profile.putArray("architectures");
        architectures(System.getProperty("os.arch")).forEach(architectures::add);
        return profile;
    }

    private static Stream<String> architectures(String arch) {
        return switch (arch) {
            case "amd64", "x86_64" -> Stream.of("SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32");
            case "aarch64" -> Stream.of("SCMP_ARCH_AARCH64", "SCMP_ARCH_ARM");
            // Left out, it is the runtime's own.
            default -> Stream.empty();
        };
    }

    private static ObjectNode rule(ArrayNode rules, List<String> names, String action) {
        ObjectNode rule = rules.addObject();
        ArrayNode list = rule.putArray("names");
        names.forEach(list::add);
        return rule.put("action", action);
    }

    private static ObjectNode condition(ObjectNode rule, int index, long value, String operator) {
        return rule.withArray("args").addObject().put("index", index).put("value", value).put("op", operator);
    }
}

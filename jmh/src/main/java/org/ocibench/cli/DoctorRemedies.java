package org.ocibench.cli;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.ocibench.engine.Arm;

/** What to do about a start that failed, by its words. */
final class DoctorRemedies {

    /** For containers that end too quickly for what starts them. */
    static final String SLOW = "measure it with -p workload=" + DoctorVerdict.SLOW_WORKLOAD
            + "; with exit its failures are counted and shown";
    /** For failures that no workload avoids. */
    static final String COUNTED = "measure it none the less: its failures are counted and shown";

    private static final Map<Pattern, String> BY_WORDS = new LinkedHashMap<>();

    static {
        put("no end within", "give it longer with --op-timeout SECONDS; if it hangs then too, it is broken here");
        put("hybrid mode", "leave --cgroup at auto, or give --cgroup v1");
        put("oom_score_adj|rlimit", "run with CAP_SYS_RESOURCE, or use a build that does without");
        put("exec format error|cannot execute", "the file is no program for this machine: remove it, or jmh/provision.sh NAME");
        put("cgroup|controller|cpu\\.weight|pids\\.max|memory\\.max",
                "use a cgroup layout whose controllers are all there (--cgroup auto), or hand the missing ones down");
        put("kvm", "make /dev/kvm work here (nested virtualisation in a guest), or use runsc~systrap");
        put("shim.*not found|not found.*shim|executable file not found|no such file or directory", "jmh/provision.sh NAME");
        put("operation not permitted|permission denied",
                "a capability is missing or a security module forbids it: see the last section");
    }

    private DoctorRemedies() {
    }

    private static void put(String words, String remedy) {
        BY_WORDS.put(Pattern.compile(words), remedy);
    }

    static String of(Arm arm, String reason) {
        String said = (reason + " " + arm.runtime()).toLowerCase(Locale.ROOT);
        return BY_WORDS.entrySet().stream().filter(entry -> entry.getKey().matcher(said).find()).map(Map.Entry::getValue)
                .findFirst().orElse("build a version that works: jmh/provision.sh NAME")
                .replace("NAME", arm.runtime().split("~", 2)[0]);
    }
}

package org.ocibench.host;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Keeps of {@code key=value} words what says how a host behaves and hides what says which host it is. A value stays if its key
 * is known to matter, or if it is too plain to identify anything; any other becomes {@code *}.
 */
final class Scrubber {

    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
    private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9_.,:+-]{1,120}");
    private static final Pattern PLAIN_VALUE = Pattern.compile(
            "[0-9]{1,7}[kKmMgG]?|0x[0-9a-f]{1,6}|on|off|y|n|Y|N|yes|no|true|false|auto|force|never|always|madvise|lazy|full"
            + "|none");
    private static final Pattern TELLING = Pattern.compile(
            "(rcupdate|rcutree|cpufreq|cpuidle|intel_idle|haltpoll|cpuidle_haltpoll|processor|zswap|workqueue|kvm|kvm_intel|kvm_amd"
            + "|random|psi)\\..*"
            + "|mitigations|isolcpus|nohz_full|rcu_nocbs|preempt|transparent_hugepage|hugepages.*|default_hugepagesz|cgroup_.*"
            + "|systemd\\.(unified_cgroup_hierarchy|legacy_systemd_cgroup_controller)|intel_pstate|amd_pstate|idle|clocksource|tsc"
            + "|lsm|security|spectre_.*|spec_.*|retbleed|l1tf|mds|tsx.*|nosmt|irqaffinity|iommu|intel_iommu|swiotlb|rootfstype"
            + "|data|compress|errors|redirect_dir|index|metacopy|xino|uuid|space_cache|commit|size|huge|mode|cache|vers|proto|fsync_mode"
            + "|background_gc|alloc_mode|checkpoint|stripe|logbsize|logbufs|inode64|nr_inodes");

    private Scrubber() {
    }

    /** A kernel command line without identifying values, and without the arguments meant for init. */
    static String commandLine(String line) {
        List<String> kept = new ArrayList<>();
        for (String word : line.strip().split("\\s+")) {
            if (word.equals("--")) {
                break;
            }
            kept.add(word(word));
        }
        return String.join(" ", kept);
    }

    /** One word of a command line, or one mount option. */
    static String word(String word) {
        int equals = word.indexOf('=');
        String key = equals < 0 ? word : word.substring(0, equals);
        if (!KEY.matcher(key).matches()) {
            return "*";
        }
        if (equals < 0) {
            return word;
        }
        String value = word.substring(equals + 1);
        boolean telling = TELLING.matcher(key).matches() && VALUE.matcher(value).matches();
        return telling || PLAIN_VALUE.matcher(value).matches() ? word : key + "=*";
    }
}

package org.ocibench.host;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the kernel is and how it is set. */
final class KernelFacts {

    private static final String CPUS = "/sys/devices/system/cpu";
    private static final Pattern BRACKETED = Pattern.compile("[\\[(]([^\\])]+)[\\])]");
    private static final Pattern PREEMPT_BOOT = Pattern.compile("(?:^|\\s)preempt=(\\w+)");

    private final FactFiles files;

    KernelFacts(FactFiles files) {
        this.files = files;
    }

    Map<String, Object> kernel() {
        Fact config = config();
        Fact version = files.text("/proc/sys/kernel/version");
        Map<String, Object> kernel = new LinkedHashMap<>();
        kernel.put("release", files.text("/proc/sys/kernel/osrelease").json());
        // Not /proc/version: it names the user and host that built the kernel.
        kernel.put("version", version.json());
        kernel.put("cmdline", files.text("/proc/cmdline").map(Scrubber::commandLine).json());
        kernel.put("mitigations", mitigations());
        Map<String, Object> preemption = new LinkedHashMap<>();
        preemption.put("build", version.map(KernelFacts::preemptBuild).json());
        preemption.put("mode", preemptMode(config).json());
        kernel.put("preemption", preemption);
        kernel.put("hz", option(config, "CONFIG_HZ").json());
        kernel.put("thp", files.text("/sys/kernel/mm/transparent_hugepage/enabled").map(KernelFacts::chosen).json());
        kernel.put("aslr", files.number("/proc/sys/kernel/randomize_va_space").json());
        kernel.put("swappiness", files.number("/proc/sys/vm/swappiness").json());
        kernel.put("clocksource", files.text("/sys/devices/system/clocksource/clocksource0/current_clocksource").json());
        Map<String, Object> rcu = new LinkedHashMap<>();
        rcu.put("expedited", files.number("/sys/kernel/rcu_expedited").json());
        rcu.put("normal", files.number("/sys/kernel/rcu_normal").json());
        rcu.put("lazy", option(config, "CONFIG_RCU_LAZY").json());
        rcu.put("lazyDefaultOff", option(config, "CONFIG_RCU_LAZY_DEFAULT_OFF").json());
        kernel.put("rcu", rcu);
        return kernel;
    }

    Map<String, Object> cpufreq() {
        Map<String, Object> cpufreq = new LinkedHashMap<>();
        cpufreq.put("driver", perCpu("cpufreq/scaling_driver").json());
        cpufreq.put("governor", perCpu("cpufreq/scaling_governor").json());
        cpufreq.put("turbo", files.text(CPUS + "/intel_pstate/no_turbo").map("0"::equals)
                .or(files.text(CPUS + "/cpufreq/boost").map("1"::equals)).json());
        cpufreq.put("energyPreference", perCpu("cpufreq/energy_performance_preference").json());
        cpufreq.put("idleDriver", files.text(CPUS + "/cpuidle/current_driver").json());
        cpufreq.put("idleGovernor", files.text(CPUS + "/cpuidle/current_governor")
                .or(files.text(CPUS + "/cpuidle/current_governor_ro")).json());
        cpufreq.put("isolated", files.text(CPUS + "/isolated").json());
        cpufreq.put("nohzFull", files.text(CPUS + "/nohz_full").json());
        cpufreq.put("affinity", field(files.text("/proc/self/status"), "Cpus_allowed_list", "/proc/self/status").json());
        return cpufreq;
    }

    /** Value of the first {@code name : value} line of a text. */
    static Fact field(Fact text, String name, String file) {
        if (!text.isKnown()) {
            return text;
        }
        Matcher line = Pattern.compile("(?m)^" + Pattern.quote(name) + "[ \\t]*+:(.*)$").matcher(text.text(""));
        return line.find() ? Fact.of(line.group(1).strip()) : Fact.missing(file + ": no line " + name);
    }

    private Map<String, Object> mitigations() {
        Map<String, Object> mitigations = new TreeMap<>();
        for (String name : files.names(CPUS + "/vulnerabilities")) {
            mitigations.put(name, files.text(CPUS + "/vulnerabilities/" + name).json());
        }
        return mitigations;
    }

    private Fact perCpu(String file) {
        TreeSet<String> values = new TreeSet<>();
        Fact last = Fact.missing(CPUS + ": no such file");
        for (String cpu : files.names(CPUS)) {
            if (cpu.matches("cpu[0-9]+")) {
                last = files.text(CPUS + "/" + cpu + "/" + file);
                if (last.isKnown()) {
                    values.add(last.text(""));
                }
            }
        }
        return values.isEmpty() ? last : Fact.of(String.join(",", values));
    }

    private Fact config() {
        Fact packed = files.unzipped("/proc/config.gz");
        String release = files.text("/proc/sys/kernel/osrelease").text("");
        return packed.isKnown() || release.isEmpty() ? packed : files.text("/boot/config-" + release).or(packed);
    }

    private static Fact option(Fact config, String name) {
        return config.map(text -> {
            Matcher line = Pattern.compile("(?m)^" + name + "=(.*)$").matcher(text);
            return line.find() ? line.group(1) : "n";
        });
    }

    private static String preemptBuild(String version) {
        List<String> words = List.of(version.split(" "));
        for (String model : List.of("PREEMPT_RT", "PREEMPT_DYNAMIC", "PREEMPT_LAZY", "PREEMPT")) {
            if (words.contains(model)) {
                return model;
            }
        }
        return "none";
    }

    private Fact preemptMode(Fact config) {
        Fact now = files.text("/sys/kernel/debug/sched/preempt");
        if (now.isKnown()) {
            return now.map(KernelFacts::chosen);
        }
        Matcher boot = PREEMPT_BOOT.matcher(files.text("/proc/cmdline").text(""));
        if (boot.find()) {
            return Fact.of(boot.group(1));
        }
        return config.map(text -> {
            for (String mode : List.of("none", "voluntary", "lazy")) {
                String name = "CONFIG_PREEMPT_" + mode.toUpperCase(Locale.ROOT);
                if (option(config, name).text("n").equals("y")) {
                    return mode;
                }
            }
            return "full";
        });
    }

    private static String chosen(String choices) {
        Matcher choice = BRACKETED.matcher(choices);
        return choice.find() ? choice.group(1) : choices;
    }
}

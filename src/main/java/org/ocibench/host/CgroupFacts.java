package org.ocibench.host;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How cgroups are mounted, and what they allow this process. */
final class CgroupFacts {

    private static final List<String> V1_CONTROLLERS = List.of("blkio", "cpu", "cpuacct", "cpuset", "devices", "freezer",
            "hugetlb", "memory", "misc", "net_cls", "net_prio", "perf_event", "pids", "rdma");
    /** v1 has no word for "no limit": it shows the largest multiple of the page size, about 2^63. */
    private static final long V1_UNLIMITED = 1L << 60;
    private static final String UNLIMITED = "unlimited";
    private static final Pattern CPU_MAX = Pattern.compile("([0-9]{1,18}) ([1-9][0-9]{0,17})");

    private final Path root;
    private final FactFiles files;

    CgroupFacts(Path root, FactFiles files) {
        this.root = root;
        this.files = files;
    }

    Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        List<MountEntry> mounts;
        try {
            mounts = MountEntry.read(root).stream().filter(MountEntry::isCgroup).toList();
        } catch (IOException e) {
            Object unknown = Fact.missing("/proc/self/mountinfo: not readable").json();
            for (String key : List.of("version", "v1Controllers", "v2Controllers", "favordynmods", "limits")) {
                facts.put(key, unknown);
            }
            return facts;
        }
        TreeSet<String> v1 = new TreeSet<>();
        TreeSet<String> dynamic = new TreeSet<>();
        boolean one = false;
        boolean two = false;
        for (MountEntry mount : mounts) {
            one |= !mount.isCgroup2();
            two |= mount.isCgroup2();
            List<String> controllers = controllers(mount);
            if (!mount.isCgroup2()) {
                v1.addAll(controllers);
            }
            if (mount.superOptions().contains("favordynmods")) {
                dynamic.add(mount.isCgroup2() ? "v2" : String.join(",", controllers));
            }
        }
        facts.put("version", one && two ? "hybrid" : one ? "v1" : two ? "v2" : "none");
        facts.put("v1Controllers", List.copyOf(v1));
        facts.put("v2Controllers", mounts.stream().filter(MountEntry::isCgroup2).findFirst()
                .map(mount -> files.text(mount.point() + "/cgroup.controllers").map(CgroupFacts::words).json())
                .orElse(List.of()));
        facts.put("favordynmods", List.copyOf(dynamic));
        facts.put("limits", limits(mounts));
        return facts;
    }

    /** Number of removed cgroups that the kernel still holds; only v2 counts them. */
    Fact dying() {
        try {
            for (MountEntry mount : MountEntry.read(root)) {
                if (mount.isCgroup2()) {
                    String file = mount.point() + "/cgroup.stat";
                    String text = files.text(file).text("");
                    for (String line : text.split("\n")) {
                        if (line.matches("nr_dying_descendants [0-9]{1,18}")) {
                            return Fact.of(Long.parseLong(line.substring(line.indexOf(' ') + 1)));
                        }
                    }
                    return Fact.missing(file + ": no nr_dying_descendants");
                }
            }
            return Fact.missing("cgroup v2 is not mounted");
        } catch (IOException e) {
            return Fact.missing("/proc/self/mountinfo: not readable");
        }
    }

    private static List<String> controllers(MountEntry mount) {
        return mount.superOptions().stream().filter(V1_CONTROLLERS::contains).sorted().toList();
    }

    private static List<String> words(String text) {
        return text.isBlank() ? List.of() : List.of(text.split("\\s+"));
    }

    private Map<String, Object> limits(List<MountEntry> mounts) {
        Map<String, Object> limits = new LinkedHashMap<>();
        limits.put("cpus", cpus(mounts));
        limits.put("memoryBytes", memoryBytes(mounts));
        return limits;
    }

    private Object cpus(List<MountEntry> mounts) {
        double least = Double.POSITIVE_INFINITY;
        for (String folder : folders(mounts, "cpu")) {
            Matcher v2 = CPU_MAX.matcher(files.text(folder + "/cpu.max").text(""));
            if (v2.matches()) {
                least = Math.min(least, (double) Long.parseLong(v2.group(1)) / Long.parseLong(v2.group(2)));
            }
            Fact quota = files.number(folder + "/cpu.cfs_quota_us");
            Fact period = files.number(folder + "/cpu.cfs_period_us");
            if (quota.value() instanceof Long q && period.value() instanceof Long p && q > 0 && p > 0) {
                least = Math.min(least, (double) q / p);
            }
        }
        return Double.isInfinite(least) ? UNLIMITED : (Object) least;
    }

    private Object memoryBytes(List<MountEntry> mounts) {
        long least = V1_UNLIMITED;
        for (String folder : folders(mounts, "memory")) {
            for (String file : List.of("/memory.max", "/memory.limit_in_bytes")) {
                if (files.number(folder + file).value() instanceof Long bytes) {
                    least = Math.min(least, bytes);
                }
            }
        }
        return least == V1_UNLIMITED ? UNLIMITED : (Object) least;
    }

    /** Our cgroup in the hierarchy with this controller, and all above it: the strictest limit counts. */
    private List<String> folders(List<MountEntry> mounts, String controller) {
        List<String> folders = new ArrayList<>();
        for (String line : files.text("/proc/self/cgroup").text("").split("\n")) {
            String[] fields = line.split(":", 3);
            if (fields.length < 3 || !fields[2].startsWith("/")) {
                continue;
            }
            boolean unified = fields[0].equals("0") && fields[1].isEmpty();
            if (!unified && !List.of(fields[1].split(",")).contains(controller)) {
                continue;
            }
            for (MountEntry mount : mounts) {
                if (mount.isCgroup2() == unified && (unified || controllers(mount).contains(controller))) {
                    for (String path = fields[2]; !path.isEmpty(); path = path.substring(0, path.lastIndexOf('/'))) {
                        folders.add(mount.point() + path);
                    }
                    folders.add(mount.point());
                }
            }
        }
        return folders;
    }
}

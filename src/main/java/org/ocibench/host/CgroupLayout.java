package org.ocibench.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The cgroup hierarchies as this process sees them, and the few folder operations that the bench needs in them. */
public final class CgroupLayout {

    /** How the hierarchies are mounted. */
    public enum Mode {
        V1, HYBRID, V2, NONE;

        /** Name in captions. */
        public String label() {
            return this == NONE ? "none" : this == HYBRID ? "hybrid" : name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * One mounted hierarchy.
     *
     * @param root name of the cgroup that is mounted, for example a container's; {@code /} is the whole hierarchy
     */
    public record Hierarchy(Path mount, String root, boolean unified, Set<String> controllers) {
        public Hierarchy {
            controllers = Set.copyOf(controllers);
        }

        /** What {@code /proc/PID/cgroup} calls a cgroup. */
        String nameOf(Path folder) {
            return above() + "/" + mount.relativize(folder);
        }

        /** The cgroup that {@code /proc/PID/cgroup} calls so. */
        Path folderOf(String name) {
            boolean inside = name.equals(above()) || name.startsWith(above() + "/");
            return mount.resolve((inside ? name.substring(above().length()) : name).replaceFirst("^/", ""));
        }

        private String above() {
            return root.equals("/") ? "" : root;
        }
    }

    /** Controllers that containers' resources need; crun, runc and youki start without them, containerd's default spec does not. */
    private static final List<String> WANTED = List.of("cpu", "memory", "pids");
    /** How long a cgroup may take to become empty after what was in it was killed. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Path root;
    private final List<Hierarchy> hierarchies;

    private CgroupLayout(Path root, List<Hierarchy> hierarchies) {
        this.root = root;
        this.hierarchies = List.copyOf(hierarchies);
    }

    /**
     * Reads the mount table of this process.
     *
     * @param root {@code /} but in tests
     */
    public static CgroupLayout read(Path root) throws IOException {
        List<Hierarchy> found = new ArrayList<>();
        for (MountEntry mount : MountEntry.read(root)) {
            Path where = root.resolve(mount.point().substring(1));
            if (mount.isCgroup2()) {
                Path controllers = where.resolve("cgroup.controllers");
                Set<String> names = new TreeSet<>();
                if (Files.exists(controllers)) {
                    names.addAll(Arrays.asList(Files.readString(controllers, StandardCharsets.ISO_8859_1).strip().split(" ")));
                    names.remove("");
                }
                found.add(new Hierarchy(where, mount.root(), true, names));
            } else if (mount.isCgroup()) {
                Set<String> options = new LinkedHashSet<>(mount.superOptions());
                options.removeAll(Set.of("rw", "ro"));
                found.add(new Hierarchy(where, mount.root(), false, options));
            }
        }
        return new CgroupLayout(root, found);
    }

    /** The hierarchies, in mount order. */
    public List<Hierarchy> hierarchies() {
        return hierarchies;
    }

    /** v1, v2, both, or none. */
    public Mode mode() {
        boolean v1 = hierarchies.stream().anyMatch(h -> !h.unified());
        boolean v2 = hierarchies.stream().anyMatch(Hierarchy::unified);
        return v1 && v2 ? Mode.HYBRID : v1 ? Mode.V1 : v2 ? Mode.V2 : Mode.NONE;
    }

    /** Mount point of the hierarchy that has this controller. */
    public Optional<Hierarchy> controller(String name) {
        return hierarchies.stream().filter(h -> h.controllers().contains(name)).findFirst();
    }

    /** Controllers that a pure v2 host lacks though containers commonly need them; empty in the other modes. */
    public List<String> missingControllers() {
        return mode() == Mode.V2 ? WANTED.stream().filter(c -> controller(c).isEmpty()).toList() : List.of();
    }

    /**
     * Creates a cgroup and its parents in every hierarchy. A v1 cpuset starts empty and would refuse processes, so it takes its
     * parent's processors; in v2 the available controllers are handed down.
     *
     * @param path absolute path within the hierarchies
     */
    public void create(String path) throws IOException {
        for (Hierarchy hierarchy : hierarchies) {
            Path at = hierarchy.mount();
            for (String part : path.substring(1).split("/")) {
                if (hierarchy.unified()) {
                    handDown(at, hierarchy.controllers());
                }
                Path child = at.resolve(part);
                if (Files.notExists(child)) {
                    Files.createDirectory(child);
                }
                if (hierarchy.controllers().contains("cpuset") && !hierarchy.unified()) {
                    inherit(at, child, "cpuset.cpus");
                    inherit(at, child, "cpuset.mems");
                }
                at = child;
            }
        }
    }

    /** Hands the controllers down from the last cgroup of the path too, so that containers below it get them. */
    public void delegate(String path) throws IOException {
        for (Hierarchy hierarchy : hierarchies) {
            if (hierarchy.unified()) {
                handDown(hierarchy.mount().resolve(path.substring(1)), hierarchy.controllers());
            }
        }
    }

    /** Moves a process into a cgroup, where CPU time is counted: the cpuacct hierarchy of v1, or the one of v2. */
    public void adopt(String path, long pid) throws IOException {
        for (Hierarchy hierarchy : hierarchies) {
            if (hierarchy.unified() || hierarchy.controllers().contains("cpuacct")) {
                Files.writeString(hierarchy.mount().resolve(path.substring(1)).resolve("cgroup.procs"), Long.toString(pid));
            }
        }
    }

    /** Moves this process with all its threads back to the cgroup that it came from. */
    public void leave(String formerCpuacctPath) throws IOException {
        if (controller("cpuacct").isPresent()) {
            Path former = controller("cpuacct").get().folderOf(formerCpuacctPath);
            Files.writeString(former.resolve("cgroup.procs"), Long.toString(ProcessHandle.current().pid()));
        }
    }

    /** Path of this process in the cpuacct hierarchy; the root where there is none. */
    public static String cpuacctPathOfSelf() throws IOException {
        return cpuacctPath(Files.readString(Path.of("/proc/self/cgroup")));
    }

    /** The path in a text of the shape of {@code /proc/self/cgroup}. */
    static String cpuacctPath(String text) {
        return text.lines().map(line -> line.split(":", 3))
                .filter(part -> part.length == 3 && Arrays.asList(part[1].split(",")).contains("cpuacct"))
                .map(part -> part[2]).filter(path -> path.startsWith("/")).findFirst().orElse("/");
    }

    /**
     * Kills what still runs in a cgroup and below it, and removes its folders in every hierarchy.
     *
     * @return number of processes that were killed
     */
    public int destroy(String path) throws IOException {
        int killed = 0;
        // All are killed before any is removed: what only one hierarchy can stop is in the others too.
        for (Hierarchy hierarchy : hierarchies) {
            killed += new CgroupRemover(root, hierarchy).kill(hierarchy.mount().resolve(path.substring(1)));
        }
        for (Hierarchy hierarchy : hierarchies) {
            new CgroupRemover(root, hierarchy).remove(hierarchy.mount().resolve(path.substring(1)),
                    System.nanoTime() + PATIENCE.toNanos());
        }
        return killed;
    }

    /** {@link #destroy} of every cgroup directly below this one. */
    public void destroyChildren(String path) throws IOException {
        Set<String> names = new TreeSet<>();
        for (Hierarchy hierarchy : hierarchies) {
            Path folder = hierarchy.mount().resolve(path.substring(1));
            new CgroupRemover(root, hierarchy).children(folder).forEach(child -> names.add(child.getFileName().toString()));
        }
        for (String name : names) {
            destroy(path + "/" + name);
        }
    }

    /** Processes in a cgroup and below it, over all hierarchies. */
    public Set<Long> processes(String path) throws IOException {
        Set<Long> all = new TreeSet<>();
        for (Hierarchy hierarchy : hierarchies) {
            all.addAll(new CgroupRemover(root, hierarchy).processes(hierarchy.mount().resolve(path.substring(1))));
        }
        return all;
    }

    private static void handDown(Path folder, Set<String> controllers) throws IOException {
        Path control = folder.resolve("cgroup.subtree_control");
        for (String controller : controllers) {
            try {
                Files.writeString(control, "+" + controller);
            } catch (IOException refused) {
                // A controller that the parent does not have is simply not available below; what needs it says so.
                continue;
            }
        }
    }

    private static void inherit(Path parent, Path child, String file) throws IOException {
        if (Files.exists(child.resolve(file)) && Files.readString(child.resolve(file)).isBlank()) {
            Files.writeString(child.resolve(file), Files.readString(parent.resolve(file)).strip());
        }
    }
}

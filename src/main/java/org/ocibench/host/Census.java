package org.ocibench.host;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Looks for what campaigns left on the host: processes, mounts, network namespaces, cgroups and state folders with a
 * campaign's token in their names. Changes nothing. Not for use by several threads at once.
 */
public final class Census {

    /** Folder of ours in every cgroup hierarchy, in /run and in /var/lib. */
    static final String HOME = "ocibench";
    static final String STATE = "/run/" + HOME;
    static final String SCRATCH = "/var/lib/" + HOME;
    static final String NETNS = "/run/netns";

    /** Deep enough for {@code containerd/state/io.containerd.runtime.v2.task/NAMESPACE/ID} below a token's folder. */
    private static final int HOME_DEPTH = 8;
    /** Deep enough for {@code containerd/io.containerd.runtime.v2.task/NAMESPACE/ID} and every runtime's own folder. */
    private static final int RUN_DEPTH = 4;
    private static final int CGROUP_DEPTH = 32;
    /** Links of a folder without subfolders: its name and its own dot. File systems that do not count report 1. */
    private static final int LEAF_LINKS = 2;

    private final Path root;
    private final ProcessCensus processes;

    /** A census that takes only the calling process and its ancestors for no leftovers. */
    public Census(Path root) {
        this(root, Set.of(ProcessHandle.current().pid()));
    }

    /**
     * @param root   {@code /} but in tests
     * @param ignore processes of the living bench: these and their ancestors are never leftovers. Their children are, if they
     *               carry a token: a container that lost its runtime is adopted by the bench
     */
    public Census(Path root, Set<Long> ignore) {
        this.root = root;
        this.processes = new ProcessCensus(root, ignore);
    }

    /**
     * Everything with a token that {@code match} accepts: every folder of a cgroup subtree, and of state the campaigns' own
     * folders and those named after a container.
     *
     * @throws IOException if {@code /proc} cannot be read
     */
    public Snapshot take(Predicate<String> match) throws IOException {
        Set<Leftover> found = new LinkedHashSet<>(processes.take(match, true));
        List<MountEntry> mounts = MountEntry.read(root);
        Set<String> closed = new HashSet<>();
        for (MountEntry mount : mounts) {
            if (!mount.type().equals("tmpfs")) {
                closed.add(mount.point());
            }
            add(found, kind(mount), mount.point(), match);
        }
        for (String name : names(NETNS)) {
            add(found, Leftover.Kind.NETNS, NETNS + "/" + name, match);
        }
        for (MountEntry mount : mounts) {
            if (mount.isCgroup()) {
                cgroups(found, mount.point(), match, CGROUP_DEPTH);
            }
        }
        states(found, "/run", match, closed, RUN_DEPTH);
        states(found, STATE, match, closed, HOME_DEPTH);
        states(found, SCRATCH, match, closed, HOME_DEPTH);
        return new Snapshot(List.copyOf(found));
    }

    /**
     * Only the processes of one campaign, by command line and cgroup, its mounts, and its cgroups below
     * {@code /ocibench/TOKEN}. Takes a few milliseconds, for use between operations.
     *
     * @throws IOException if {@code /proc} cannot be read
     */
    public Snapshot takeCheap(String token) throws IOException {
        Set<Leftover> found = new LinkedHashSet<>(processes.take(token::equals, false));
        for (MountEntry mount : MountEntry.read(root)) {
            add(found, kind(mount), mount.point(), token::equals);
            String home = mount.point() + "/" + HOME + "/" + token;
            if (mount.isCgroup() && isFolder(home)) {
                add(found, Leftover.Kind.CGROUP, home, token::equals);
                cgroups(found, home, token::equals, CGROUP_DEPTH);
            }
        }
        return new Snapshot(List.copyOf(found));
    }

    /**
     * Processes that share the caller's mount namespace and are none of the living bench's. Only where that namespace is the
     * campaign's own.
     *
     * @throws IOException if {@code /proc} cannot be read
     */
    public List<Leftover> inOwnMounts(String token) throws IOException {
        return processes.inOwnMounts(token);
    }

    private static Leftover.Kind kind(MountEntry mount) {
        return mount.type().equals("nsfs") ? Leftover.Kind.NETNS : Leftover.Kind.MOUNT;
    }

    private void cgroups(Set<Leftover> found, String folder, Predicate<String> match, int depth) {
        for (String child : depth > 0 ? subfolders(folder) : List.<String>of()) {
            add(found, Leftover.Kind.CGROUP, child, match);
            cgroups(found, child, match, depth - 1);
        }
    }

    private void states(Set<Leftover> found, String folder, Predicate<String> match, Set<String> closed, int depth) {
        for (String child : depth > 0 ? subfolders(folder) : List.<String>of()) {
            String name = child.substring(child.lastIndexOf('/') + 1);
            Optional<String> owner = Tokens.owner(name, match);
            owner.ifPresent(o -> found.add(new Leftover(Leftover.Kind.STATE_DIR, child, o, "")));
            // A container's folder is one leftover, whatever is in it. Other mounts may be a rootfs, or a FUSE that hangs.
            boolean container = owner.isPresent() && !Tokens.isToken(name);
            if (!container && !closed.contains(child)) {
                states(found, child, match, closed, depth - 1);
            }
        }
    }

    private static void add(Set<Leftover> found, Leftover.Kind kind, String path, Predicate<String> match) {
        Tokens.owner(path, match).ifPresent(owner -> found.add(new Leftover(kind, path, owner, "")));
    }

    private List<String> names(String folder) {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(at(folder))) {
            entries.forEach(entry -> names.add(entry.getFileName().toString()));
        } catch (IOException | DirectoryIteratorException gone) {
            return names;
        }
        names.sort(null);
        return names;
    }

    private List<String> subfolders(String folder) {
        if (!isFolder(folder) || links(folder) == LEAF_LINKS) {
            return List.of();
        }
        return names(folder).stream().map(name -> folder + "/" + name).filter(this::isFolder).toList();
    }

    private boolean isFolder(String path) {
        return Files.isDirectory(at(path), LinkOption.NOFOLLOW_LINKS);
    }

    private int links(String path) {
        try {
            return (Integer) Files.getAttribute(at(path), "unix:nlink", LinkOption.NOFOLLOW_LINKS);
        } catch (IOException | UnsupportedOperationException e) {
            return 0;
        }
    }

    private Path at(String path) {
        return root.resolve(path.substring(1));
    }
}

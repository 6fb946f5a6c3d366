package org.ocibench.engine;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ocibench.bundle.OciImage;
import org.ocibench.bundle.Rootfs;
import org.ocibench.bundle.Workload;
import org.ocibench.host.CampaignLock;
import org.ocibench.host.CgroupLayout;
import org.ocibench.host.HostBusyException;
import org.ocibench.host.PrivateWorld;
import org.ocibench.host.SwapLimit;
import org.ocibench.host.TreeRemover;
import org.ocibench.runtime.ResolvedRuntime;
import org.ocibench.runtime.RuntimeCatalog;
import org.ocibench.runtime.UnknownRuntimeException;

/** Makes the world of one campaign and takes it down again. */
public final class WorldSetup implements AutoCloseable {

    /** Reference of the image that containerd gets. */
    public static final String IMAGE = "docker.io/ocibench/busybox:1";

    /** System property with the token of a campaign known to be idle: harness-cost.sh keeps a world open between its runs. */
    private static final String BESIDE = "ocibench.beside";

    /** Of the file system that takes what started commands write: a runtime that shouts for ever ends at its size. */
    private static final String OUTPUT_OPTIONS = "mode=0700,size=256m";

    private static final Path SCRATCH = Path.of("/var/lib/ocibench");
    /** Home of every campaign's state. */
    public static final Path STATE = Path.of("/run/ocibench");
    private static final List<Path> BUSYBOX = List.of(Path.of("/bin/busybox"), Path.of("/usr/bin/busybox"),
            Path.of("/bin/busybox.static"), Path.of("/usr/bin/busybox.static"));
    private static final List<Path> CNI = List.of(Path.of("/opt/cni/bin"), Path.of("/usr/lib/cni"), Path.of("/usr/libexec/cni"));

    private final CampaignLock lock;
    private final CgroupLayout cgroups;
    private final String formerCgroup;
    private final Map<String, ResolvedRuntime> runtimes;
    private final String token;
    private Rootfs rootfs;
    /** Whether all runtimes are run from copies, not only those that are copies by name. */
    private final boolean alike;
    /** The original of each copy. */
    private final Map<Path, Path> copies = new LinkedHashMap<>();
    private SwapLimit swap;
    private PrivateContainerd containerd;
    private World.Containerd containerdAccess;
    private OciImage image;

    /**
     * Makes folders, cgroups and the root file system.
     *
     * @param token      name of the campaign, {@code ocib-} and six hexadecimal digits
     * @param parameters values of the parameter {@code runtime}; controls are passed over
     * @throws UnknownRuntimeException if one of them is not here
     * @throws HostBusyException       if another campaign lives on this host
     */
    public WorldSetup(String token, RuntimeCatalog catalog, List<String> parameters, CgroupLayout cgroups)
            throws IOException, UnknownRuntimeException {
        this(token, catalog, parameters, cgroups, false);
    }

    /**
     * The same, with all runtimes run from copies if so wanted, made in the same way in folders of the same length. A binary's place
     * in the page cache matters: copies of runc 1.1.13 took 5 % less time than the file that the linker had written. Those with a
     * shim of their own are left where they are, for it lies beside them.
     *
     * @param copies whether to copy
     */
    public WorldSetup(String token, RuntimeCatalog catalog, List<String> parameters, CgroupLayout cgroups, boolean copies)
            throws IOException, UnknownRuntimeException {
        this.token = token;
        alike = copies;
        this.cgroups = cgroups;
        formerCgroup = CgroupLayout.cpuacctPathOfSelf();
        runtimes = new LinkedHashMap<>();
        for (String parameter : parameters) {
            if (!Engines.CONTROLS.contains(parameter)) {
                runtimes.put(parameter, catalog.resolve(parameter));
            }
        }
        lock = CampaignLock.acquire(Path.of("/"), token, Instant.now(), System.getProperty(BESIDE));
        try {
            make();
        } catch (IOException | RuntimeException e) {
            try {
                close();
            } catch (IOException undone) {
                e.addSuppressed(undone);
            }
            throw e;
        }
    }

    private void make() throws IOException {
        Path busybox = BUSYBOX.stream().filter(Files::exists).findFirst().orElse(BUSYBOX.get(0));
        Files.createDirectories(SCRATCH);
        Files.createDirectory(scratch(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.createDirectories(stateFolder(token).resolve("state"));
        PrivateWorld.onTmpfs(stateFolder(token).resolve("state"), "mode=0711");
        PrivateWorld.onTmpfs(Files.createDirectories(scratch().resolve("output")), OUTPUT_OPTIONS);
        cgroups.create(World.CGROUP_ROOT + "/" + token);
        swap = SwapLimit.read(Path.of("/"), cgroups, World.CGROUP_ROOT + "/" + token);
        rootfs = Rootfs.build(busybox, scratch().resolve("rootfs"));
        for (Map.Entry<String, ResolvedRuntime> runtime : runtimes.entrySet()) {
            if (runtime.getValue().variant().equals(RuntimeCatalog.COPY) || alike && runtime.getValue().shimType() == null) {
                runtime.setValue(copied(runtime.getValue()));
            }
        }
    }

    /**
     * Checks that a campaign could begin.
     *
     * @throws HostBusyException if another one lives on this host
     */
    public static void requireFreeHost() throws IOException {
        CampaignLock.requireFree(Path.of("/"), null, System.getProperty(BESIDE));
    }

    /** Folder of a campaign's state, on the file system of /run. */
    public static Path stateFolder(String token) {
        return STATE.resolve(token);
    }

    /** The containerd programs on this host; empty if containerd or ctr is missing. */
    public static Optional<PrivateContainerd.Programs> programs(RuntimeCatalog.Places places) throws IOException {
        Optional<Path> daemon = places.newest("containerd", "containerd");
        Optional<Path> ctr = places.newest("containerd", "ctr");
        if (daemon.isEmpty() || ctr.isEmpty()) {
            return Optional.empty();
        }
        Path cni = CNI.stream().filter(Files::isDirectory).findFirst().orElse(CNI.get(0));
        return Optional.of(new PrivateContainerd.Programs(daemon.get(), ctr.get(),
                places.newest("nerdctl", "nerdctl").orElse(null), cni));
    }

    /** Starts the campaign's own containerd. */
    public void startContainerd(PrivateContainerd.Programs programs) throws IOException {
        List<Path> searchPath = new ArrayList<>(List.of(programs.containerd().getParent()));
        runtimes.values().stream().filter(r -> r.shimType() != null).map(r -> Path.of(r.binary()).getParent())
                .distinct().forEach(searchPath::add);
        containerd = PrivateContainerd.start(programs, token, scratch(), world(null).state(), searchPath, cgroups,
                image().file(), IMAGE);
        containerdAccess = containerd.access();
    }

    /** Uses a containerd that runs already, in a namespace of ours. */
    public void useContainerd(PrivateContainerd.Programs programs, String address) throws IOException {
        containerdAccess = PrivateContainerd.importInto(programs, address, token, image().file(), IMAGE);
    }

    /** The world as it is now. */
    public World world(Path socket) {
        return new World(token, scratch(), stateFolder(token).resolve("state"), rootfs.path(),
                cgroups.mode() == CgroupLayout.Mode.V2, swap.possible(), containerdAccess, runtimes, socket);
    }

    /** Writes the world for the forks to read. */
    public Path write(World world) throws IOException {
        Path file = scratch().resolve("world.json");
        new ObjectMapper().writeValue(file.toFile(), world);
        return file;
    }

    /** Reads what {@link #write} wrote. */
    public static World read(Path file) throws IOException {
        return new ObjectMapper().readValue(file.toFile(), World.class);
    }

    /** Whether containers' swap can be limited. */
    public SwapLimit swap() {
        return swap;
    }

    /** Digest of the root file system's content. */
    public String rootfsDigest() {
        return rootfs.digest();
    }

    /** Digest of the image, or null if none was made. */
    public String imageDigest() {
        return image == null ? null : image.digest();
    }

    /** The campaign's own containerd, or null. */
    public PrivateContainerd containerd() {
        return containerd;
    }

    /** Stops containerd and removes cgroups and folders. Goes on after a failure and reports the first. */
    @Override
    public void close() throws IOException {
        IOException first = null;
        List<Step> steps = List.of(
                () -> {
                    if (containerd != null) {
                        containerd.close();
                    } else if (containerdAccess != null) {
                        PrivateContainerd.forget(containerdAccess);
                    }
                },
                () -> cgroups.leave(formerCgroup),
                () -> cgroups.destroy(World.CGROUP_ROOT + "/" + token),
                () -> PrivateWorld.offTmpfs(scratch().resolve("output")),
                () -> TreeRemover.removeTree(scratch()),
                () -> PrivateWorld.offTmpfs(stateFolder(token).resolve("state")),
                () -> TreeRemover.removeTree(stateFolder(token).resolve("state")),
                lock::close,
                () -> removeHomes(cgroups));
        for (Step step : steps) {
            try {
                step.run();
            } catch (IOException e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }

    /** Removes the folders that all campaigns share, where no other campaign is in them. */
    public static void removeHomes(CgroupLayout cgroups) throws IOException {
        List<Path> homes = new ArrayList<>(List.of(SCRATCH, STATE));
        cgroups.hierarchies().forEach(h -> homes.add(h.mount().resolve(World.CGROUP_ROOT.substring(1))));
        for (Path home : homes) {
            try {
                // A link there is the administrator's.
                if (Files.isDirectory(home, LinkOption.NOFOLLOW_LINKS)) {
                    Files.deleteIfExists(home);
                }
            } catch (FileSystemException inUse) {
                continue;
            }
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    private Path scratch() {
        return SCRATCH.resolve(token);
    }

    private OciImage image() throws IOException {
        if (image == null) {
            image = OciImage.write(rootfs, System.getProperty("os.arch"), Workload.EXIT, IMAGE, scratch().resolve("image.tar"));
        }
        return image;
    }

    // Same name in another folder of the same length as the next copy's: only inode and path differ from the original.
    private ResolvedRuntime copied(ResolvedRuntime runtime) throws IOException {
        Path original = Path.of(runtime.binary());
        Path folder = Files.createDirectories(scratch().resolve("copies").resolve(World.shortName(runtime.parameter())));
        Path copy = folder.resolve(original.getFileName());
        copies.put(copy, original);
        copy(original, copy);
        return runtime.at(copy.toString());
    }

    private static void copy(Path original, Path copy) throws IOException {
        Path fresh = copy.resolveSibling(copy.getFileName() + ".new");
        Files.copy(original, fresh, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
        Files.move(fresh, copy, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Makes all copies of binaries anew, so that where the pages of one happen to lie is drawn again. Nothing may run from them meanwhile that is to
     * be measured.
     *
     * @throws IOException if one cannot be made
     */
    public void copyAgain() throws IOException {
        for (Map.Entry<Path, Path> copy : copies.entrySet()) {
            copy(copy.getValue(), copy.getKey());
        }
    }
}

package org.ocibench.engine;

import java.nio.file.Path;
import java.util.Map;
import org.ocibench.host.Sha256;
import org.ocibench.runtime.ResolvedRuntime;

/**
 * Everything that starting a container needs and that does not change during a campaign. The scheduler makes it and writes it to
 * a file that the forks read.
 *
 * @param token      name of the campaign: stands in every id, folder and cgroup, so that whatever is left has an owner
 * @param scratch    folder on a real disk
 * @param state      folder for the runtimes' {@code --root}, on tmpfs where the host has /run on it
 * @param rootfs     the container's root file system, shared by all bundles
 * @param privateCgroupNamespace whether containers get a cgroup namespace: on v2 only, as containerd does
 * @param swapLimit  whether the kernel can limit memory and swap together
 * @param containerd the containerd to go through, or null
 * @param runtimes   the runtimes by parameter
 * @param socket     the conductor's Unix socket, or null when nobody conducts
 */
public record World(String token, Path scratch, Path state, Path rootfs, boolean privateCgroupNamespace, boolean swapLimit,
        Containerd containerd, Map<String, ResolvedRuntime> runtimes, Path socket) {

    /** All cgroups of the bench are below this one, by token. */
    public static final String CGROUP_ROOT = "/ocibench";

    public World {
        runtimes = Map.copyOf(runtimes);
    }

    /**
     * A containerd and its clients.
     *
     * @param address   socket
     * @param namespace namespace of ours
     * @param ctr       path of ctr
     * @param nerdctl   path of nerdctl, or null
     * @param cniPath   folder of the CNI plugins, which nerdctl looks for even where it uses none
     * @param image     reference of the imported image
     * @param cgroup    cgroup that containerd and its shims run in, or null where that is not ours to know
     * @param state     its folder for running containers
     */
    public record Containerd(String address, String namespace, Path ctr, Path nerdctl, Path cniPath, String image,
            String cgroup, Path state) {

        /** Folder of our namespace with a bundle for every container that lives, by id. */
        Path taskFolder() {
            return state.resolve("io.containerd.runtime.v2.task").resolve(namespace);
        }
    }

    /** The campaign's cgroup. */
    public String cgroup() {
        return CGROUP_ROOT + "/" + token;
    }

    /**
     * Short name of an arm for ids and folders: of equal length for every arm, so that path lengths do not differ. Arms that differ
     * in the amount of a limit only share one: a search goes through a hundred of them.
     */
    public static String shortName(String armKey) {
        return Sha256.of(Limit.withoutAmount(armKey).getBytes(java.nio.charset.StandardCharsets.UTF_8)).substring(0, 6);
    }

    /**
     * How the ids of an arm's containers begin.
     *
     * @param run distinguishes the processes that start containers of one arm in one campaign
     */
    String idPrefix(String armKey, int run) {
        return String.format("%s-%s-%03d", token, shortName(armKey), run);
    }

    /** Folder of a direct arm's runtime for its state: its {@code --root}. */
    public Path stateRoot(String armKey) {
        return state.resolve(shortName(armKey));
    }

    /** Folder that takes what started commands write: of bounded size in a campaign, so that a runtime cannot fill the disk. */
    public Path output() {
        return scratch.resolve("output");
    }

    /** Folder of the points of further mounts. */
    public Path extraMounts() {
        return scratch.resolve("mounts");
    }

    /** The cgroup of an arm: the launching thread runs in it. */
    public String armCgroup(String armKey) {
        return cgroup() + "/" + shortName(armKey);
    }

    /** The cgroup below it that holds the arm's containers and nothing else. */
    public String containersCgroup(String armKey) {
        return armCgroup(armKey) + "/containers";
    }
}

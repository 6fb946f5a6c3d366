package org.ocibench.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Builds a tree of /proc, /sys and /run below a folder. */
final class FakeHost {

    private final Path root;
    private final List<String> mounts = new ArrayList<>();

    FakeHost(Path root) {
        this.root = root;
        mount("/", "ext4", "rw,relatime", "rw");
    }

    Path root() {
        return root;
    }

    Path at(String path) {
        return root.resolve(path.substring(1));
    }

    FakeHost file(String path, String content) {
        try {
            Files.createDirectories(at(path).getParent());
            Files.writeString(at(path), content);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    FakeHost folder(String path) {
        try {
            Files.createDirectories(at(path));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds a mount as a child of the first one; a mount point exists, but a network namespace's is a file. */
    FakeHost mount(String point, String type, String options, String superOptions) {
        int id = 20 + mounts.size();
        int parent = mounts.isEmpty() ? 1 : 20;
        mounts.add("%d %d 0:%d / %s %s shared:1 - %s src %s".formatted(id, parent, id, point, options, type, superOptions));
        return type.equals("nsfs") ? writeMounts() : folder(point).writeMounts();
    }

    /** Removes the topmost mount on a mount point, as an unmounter does. */
    void unmount(Path point) {
        String name = "/" + root.relativize(point);
        for (int i = mounts.size() - 1; i >= 0; i--) {
            if (mounts.get(i).split(" ")[4].equals(name)) {
                mounts.remove(i);
                break;
            }
        }
        writeMounts();
    }

    private FakeHost writeMounts() {
        return file("/proc/self/mountinfo", String.join("\n", mounts) + "\n");
    }

    /** A process in its own session with the parent 1. */
    FakeHost process(long pid, long start, String name, String cgroup, String... arguments) {
        return process(pid, start, name, 'S', 1, pid, 0, cgroup, arguments);
    }

    FakeHost process(long pid, long start, String name, char state, long parent, long session, long tty, String cgroup,
            String... arguments) {
        String folder = "/proc/" + pid;
        file(folder + "/stat", "%d (%s) %c %d %d %d %d -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 %d 1 2 3\n"
                .formatted(pid, name, state, parent, session, session, tty, start));
        file(folder + "/cmdline", arguments.length == 0 ? "" : String.join("\0", arguments) + "\0");
        file(folder + "/environ", "PATH=/bin\0");
        return file(folder + "/cgroup", "4:memory:" + cgroup + "\n0::/\n");
    }
}

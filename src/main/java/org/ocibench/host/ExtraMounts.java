package org.ocibench.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Further mounts, so that a mount namespace is as full as a busy host's: each container's own namespace begins as a copy of it. They
 * are bind mounts of one empty folder, which cost nothing but their entry. Only for a private mount namespace.
 */
public final class ExtraMounts {

    private final Path folder;
    private final Binder binder;
    private final Unmounter unmounter;
    private int made;

    /** Makes one folder show another. */
    @FunctionalInterface
    public interface Binder {
        void bind(Path source, Path point) throws IOException;
    }

    /** Mounts of this host, in a folder of the campaign's own. */
    public ExtraMounts(Path folder) {
        this(folder, Native::bind, Native::unmount);
    }

    ExtraMounts(Path folder, Binder binder, Unmounter unmounter) {
        this.folder = folder;
        this.binder = binder;
        this.unmounter = unmounter;
    }

    /**
     * Makes it as many as these.
     *
     * @throws IOException if one cannot be made or taken away; what was made is remembered, so that 0 takes it away
     */
    public void set(int count) throws IOException {
        Path source = folder.resolve("source");
        if (count > made) {
            Files.createDirectories(source);
        }
        while (made < count) {
            binder.bind(source, Files.createDirectories(point(made)));
            made++;
        }
        while (made > count) {
            unmounter.unmount(point(made - 1));
            made--;
            Files.delete(point(made));
        }
    }

    private Path point(int index) {
        return folder.resolve(String.format("%05d", index));
    }
}

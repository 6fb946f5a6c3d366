package org.ocibench.schedule;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ocibench.host.TreeRemover;
import org.ocibench.runtime.UnknownRuntimeException;

/** Folders of results that are thrown away: of pilots, and of what is looked at beside a comparison. */
public final class Discarded {

    private static final String PREFIX = ".pilot-";

    private Discarded() {
    }

    /** What is done with such a folder. */
    interface Use<T> {
        T of(Path folder) throws IOException, InterruptedException, UnknownRuntimeException;
    }

    /** Does something with one, and removes it. */
    static <T> T folder(Path results, Use<T> use) throws IOException, InterruptedException, UnknownRuntimeException {
        Path folder = Files.createTempDirectory(results, PREFIX);
        try {
            return use.of(folder);
        } finally {
            TreeRemover.removeTree(folder);
        }
    }

    /** Removes what comparisons left that were killed: on a host without campaigns it is nobody's. */
    public static void removeLeft(Path results) throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(results, PREFIX + "*")) {
            for (Path folder : left) {
                TreeRemover.removeTree(folder);
            }
        }
    }
}

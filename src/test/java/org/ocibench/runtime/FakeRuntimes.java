package org.ocibench.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** Shell scripts that stand where runtimes do. */
public final class FakeRuntimes {

    private FakeRuntimes() {
    }

    /** An executable script. */
    public static Path script(Path file, String body) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file.toRealPath();
    }

    /** A script that prints this for {@code --version}. */
    static Path version(Path file, String text) throws IOException {
        return script(file, "[ \"$1\" = --version ] || exit 9\ncat <<'END'\n" + text + "\nEND");
    }

    /** A runtime of one version below the prefix, printing what runc prints. */
    static Path runc(Path prefix, String version) throws IOException {
        return version(prefix.resolve("runc/" + version + "/bin/runc"),
                "runc version " + version + "\ncommit: v" + version + "-0-g58aa9203\nspec: 1.0.2-dev\ngo: go1.22.5");
    }

    static RuntimeCatalog catalog(Path prefix) throws IOException {
        return RuntimeCatalog.discover(new RuntimeCatalog.Places(prefix, List.of()), null);
    }
}

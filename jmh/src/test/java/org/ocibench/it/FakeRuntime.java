package org.ocibench.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** Runtimes that misbehave on purpose: shell scripts around the real crun, described in a file as a user would. */
final class FakeRuntime {

    private final Path folder;
    private final Path crun;
    private final List<String> names = new ArrayList<>();

    /** @param folder takes scripts and descriptors */
    FakeRuntime(Path folder, Path crun) {
        this.folder = folder;
        this.crun = crun;
    }

    /**
     * Adds a runtime.
     *
     * @param onRun shell commands for {@code run}; {@code $n} is the number of the run, from 1; what does not exit goes on to
     *              the real crun
     */
    FakeRuntime add(String name, String onRun) throws IOException {
        Path script = Files.createDirectories(folder.resolve("bin")).resolve(name);
        Files.writeString(script, """
                #!/bin/sh
                case " $* " in
                *" --version "*)
                    echo "%1$s version 1.0.0"
                    exit 0 ;;
                *" run "*)
                    echo >> %2$s/%1$s.runs
                    n=$(wc -l < %2$s/%1$s.runs)
                    %3$s ;;
                esac
                exec %4$s "$@"
                """.formatted(name, folder, onRun, crun));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        names.add(name);
        return this;
    }

    /** Makes the bench find them, and gives the arguments that tell it of them. */
    String[] tell(Bench bench, String... further) throws IOException {
        bench.environment("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
        Path descriptors = folder.resolve("runtimes.json");
        Files.writeString(descriptors, names.stream().map(name -> """
                {"name": "%1$s", "binary": "%1$s", "versionPattern": "%1$s version (\\\\S+)", "setupFailureExits": [1]}"""
                .formatted(name)).toList().toString());
        List<String> arguments = new ArrayList<>(List.of("--runtimes", descriptors.toString()));
        arguments.addAll(List.of(further));
        return arguments.toArray(String[]::new);
    }
}

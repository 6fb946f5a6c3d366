package org.ocibench.it;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.ocibench.Scripts;

/**
 * Programs that do what the real ones do and something more, known beforehand. Runtimes named after what is planted stand under a
 * wrapper of crun that gives every container a hook, so that they differ in nothing but what is planted.
 */
final class Planted {

    /** Turns of a shell's loop: some 40 ms for dash, 90 ms for busybox. */
    private static final int TURNS = 50_000;
    private static final String BURN = burn(TURNS);
    /** In a campaign of its own, after the one that it is compared with, and so large beside the drift between the two. */
    private static final String BURN_APART = burn(5 * TURNS);
    /** Bytes that the container of {@link #WRITES} writes, through the page cache. */
    static final long WRITTEN = 2 << 20;

    /** Names of the runtimes. */
    static final String NOTHING = "plain";
    static final String IN_RUNTIME = "burns-runtime";
    static final String IN_HOOK = "burns-hook";
    static final String IN_CONTAINER = "burns-container";
    static final String WRITES = "writes";
    static final List<String> RUNTIMES = List.of(NOTHING, IN_RUNTIME, IN_HOOK, IN_CONTAINER, WRITES);

    private final Path folder;

    /** @param folder takes the programs */
    Planted(Path folder) {
        this.folder = folder;
    }

    /** The runtimes, and the arguments that tell the bench of them. */
    String[] runtimes(Bench bench, Path crun, String... further) throws IOException {
        ArrayNode descriptors = new ObjectMapper().createArrayNode();
        for (String name : RUNTIMES) {
            Path hook = Scripts.write(folder.resolve("hooks").resolve(name + ".sh"), name.equals(IN_HOOK) ? BURN : ":");
            String work = name.equals(IN_CONTAINER) ? BURN
                    : name.equals(WRITES) ? "dd if=/dev/zero of=/planted bs=65536 count=" + WRITTEN / 65536 + " 2>/dev/null" : ":";
            Scripts.write(bin().resolve(name), wrapper(crun, folder.resolve("bundles").resolve(name),
                    name.equals(IN_RUNTIME) ? BURN : ":", hook, work));
            descriptors.addObject().put("name", name).put("binary", name).put("versionPattern", "crun version (\\S+)")
                    .putArray("setupFailureExits").add(1);
        }
        bench.environment("PATH", bin() + ":" + System.getenv("PATH"));
        Path file = Files.writeString(folder.resolve("runtimes.json"), descriptors.toString());
        List<String> arguments = new ArrayList<>(List.of("--runtimes", file.toString()));
        arguments.addAll(List.of(further));
        return arguments.toArray(String[]::new);
    }

    // It runs crun with a bundle of its own, whose configuration is the given one but for hook, program and writable root.
    private static String wrapper(Path crun, Path bundle, String burn, Path hook, String work) {
        return """
                crun=%s bundle=%s last='' next=''
                for argument; do
                  shift
                  if [ "$last" = --bundle ]; then
                    mkdir -p $bundle
                    sed -e '1s|^{|{"hooks":{"createRuntime":[{"path":"%s"}]},|' -e 's|"readonly":true|"readonly":false|' \\
                      -e 's|exit 42"]|%s; exit 42"]|' "$argument/config.json" >$bundle/config.json
                    %s
                    argument=$bundle
                  fi
                  last=$argument
                  set -- "$@" "$argument"
                done
                exec $crun "$@"
                """.formatted(crun, bundle, hook, work, burn);
    }

    private static String burn(int turns) {
        return "i=0; while [ $i -lt " + turns + " ]; do i=$((i+1)); done";
    }

    /**
     * An installation of containerd with ctr and shim under wrappers.
     *
     * @param burning name of the one that burns, or none of them
     */
    Path containerd(String burning, Path real, String version) throws IOException {
        // Not of a program's name alone: containerd takes a file of its shim's name in its working folder for the shim.
        Path prefix = folder.resolve("prefix-" + burning);
        Path bin = Files.createDirectories(prefix.resolve("containerd").resolve(version).resolve("bin"));
        for (Path program : Bench.entries(real)) {
            String name = program.getFileName().toString();
            if (name.equals("ctr") || name.equals("containerd-shim-runc-v2")) {
                Scripts.write(bin.resolve(name), (name.equals(burning) ? BURN_APART : ":") + "\nexec " + program + " \"$@\"");
            } else if (name.equals("containerd")) {
                // It looks for the shim in the folder that it really lies in.
                Files.copy(program, bin.resolve(name), StandardCopyOption.COPY_ATTRIBUTES);
            } else {
                Files.createSymbolicLink(bin.resolve(name), program);
            }
        }
        Files.createSymbolicLink(prefix.resolve("crun"), real.getParent().getParent().getParent().resolve("crun"));
        return prefix;
    }

    private Path bin() {
        return folder.resolve("bin");
    }
}

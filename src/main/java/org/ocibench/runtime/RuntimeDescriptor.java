package org.ocibench.runtime;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * What the bench must know of an OCI runtime: data, so that a new runtime needs no code.
 *
 * @param name              name in parameters and tables
 * @param binary            file name of its command
 * @param versionPattern    regular expression whose first group is the version in what {@code --version} prints
 * @param commitPattern     the same for the commit, or null
 * @param globalFlags       flags before the subcommand, for every way
 * @param setupFailureExits exit codes of {@code run} that mean that the runtime itself failed
 * @param shim              its own containerd shim, or null if it runs under the runc shim
 * @param variants          named deviations, selected as {@code name~variant}
 */
public record RuntimeDescriptor(String name, String binary, String versionPattern, String commitPattern,
        List<String> globalFlags, List<Integer> setupFailureExits, Shim shim, Map<String, Variant> variants) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._+-]{0,40}");

    public RuntimeDescriptor {
        check(name != null && NAME.matcher(name).matches(),
                "name must be lower-case letters, digits, dots, dashes: " + name);
        check(binary != null && !binary.isBlank() && !binary.contains("/"), name + ": binary must be a file name");
        check(versionPattern != null, name + ": versionPattern is missing");
        checkPattern(name, versionPattern);
        if (commitPattern != null) {
            checkPattern(name, commitPattern);
        }
        globalFlags = globalFlags == null ? List.of() : List.copyOf(globalFlags);
        setupFailureExits = setupFailureExits == null ? List.of(1) : List.copyOf(setupFailureExits);
        variants = variants == null ? Map.of() : Map.copyOf(variants);
        for (String variant : variants.keySet()) {
            check(NAME.matcher(variant).matches() && !variant.equals(RuntimeCatalog.COPY),
                    name + ": not a name for a variant: '" + variant + "'");
        }
    }

    /**
     * A containerd shim of the runtime's own.
     *
     * @param type            containerd's runtime type, for example {@code io.containerd.runsc.v1}
     * @param binary          file name of the shim
     * @param annotations     annotations that its containers need
     * @param lostStatusExits exit codes that it reports when it could not learn the container's
     */
    public record Shim(String type, String binary, Map<String, String> annotations, List<Integer> lostStatusExits) {
        public Shim {
            check(type != null && binary != null, "a shim needs type and binary");
            annotations = annotations == null ? Map.of() : Map.copyOf(annotations);
            lostStatusExits = lostStatusExits == null ? List.of() : List.copyOf(lostStatusExits);
        }
    }

    /**
     * A named deviation.
     *
     * @param globalFlags further flags before the subcommand
     * @param runcShim    true to run under the runc shim although the runtime has its own
     * @param devices     device files without which the variant cannot work
     */
    public record Variant(List<String> globalFlags, boolean runcShim, List<String> devices) {
        public Variant {
            globalFlags = globalFlags == null ? List.of() : List.copyOf(globalFlags);
            devices = devices == null ? List.of() : List.copyOf(devices);
        }
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    private static void checkPattern(String name, String pattern) {
        try {
            check(Pattern.compile(pattern).matcher("").groupCount() >= 1, name + ": pattern without a group: " + pattern);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(name + ": not a regular expression: " + pattern, e);
        }
    }
}

package org.ocibench.runtime;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.ocibench.host.Printable;

/**
 * What the bench must know of an OCI runtime: data, so that a new runtime needs no code. Texts in it must be printable: they
 * become arguments of programs and words in tables.
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
    private static final Pattern FILE_NAME = Pattern.compile("[^/\\s][^/]{0,254}");
    private static final Pattern SHIM_TYPE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]{0,254}");
    private static final int LONGEST_PATTERN = 1000;

    public RuntimeDescriptor {
        check(name != null && NAME.matcher(name).matches(),
                "name must be lower-case letters, digits, dots, dashes: " + Printable.quoted(String.valueOf(name)));
        check(binary != null && FILE_NAME.matcher(binary).matches() && Printable.is(binary),
                name + ": binary must be a file name");
        check(versionPattern != null, name + ": versionPattern is missing");
        checkPattern(name, versionPattern);
        if (commitPattern != null) {
            checkPattern(name, commitPattern);
        }
        globalFlags = globalFlags == null ? List.of() : List.copyOf(globalFlags);
        setupFailureExits = setupFailureExits == null ? List.of(1) : List.copyOf(setupFailureExits);
        variants = variants == null ? Map.of() : Map.copyOf(variants);
        checkPrintable(name, globalFlags);
        checkExits(name, setupFailureExits);
        for (String variant : variants.keySet()) {
            check(NAME.matcher(variant).matches() && !variant.equals(RuntimeCatalog.COPY),
                    name + ": not a name for a variant: " + Printable.quoted(variant));
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
            check(SHIM_TYPE.matcher(type).matches(), "not a type of a shim: " + Printable.quoted(type));
            check(FILE_NAME.matcher(binary).matches() && Printable.is(binary), "a shim's binary must be a file name");
            annotations = annotations == null ? Map.of() : Map.copyOf(annotations);
            lostStatusExits = lostStatusExits == null ? List.of() : List.copyOf(lostStatusExits);
            checkPrintable("shim", annotations.keySet());
            checkPrintable("shim", annotations.values());
            checkExits("shim", lostStatusExits);
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
            checkPrintable("variant", globalFlags);
            checkPrintable("variant", devices);
        }
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    private static void checkPattern(String name, String pattern) {
        check(pattern.length() <= LONGEST_PATTERN, name + ": a pattern has at most " + LONGEST_PATTERN + " characters");
        try {
            check(Pattern.compile(pattern).matcher("").groupCount() >= 1,
                    name + ": pattern without a group: " + Printable.quoted(pattern));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(name + ": not a regular expression: " + Printable.quoted(pattern), e);
        }
    }

    private static void checkPrintable(String name, Collection<String> texts) {
        texts.forEach(text -> check(Printable.is(text), name + ": holds what cannot be printed: " + Printable.quoted(text)));
    }

    private static void checkExits(String name, List<Integer> exits) {
        exits.forEach(exit -> check(exit >= 0 && exit <= 255, name + ": not an exit code: " + exit));
    }
}

package org.ocibench.cli;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.ocibench.bundle.Workload;
import org.ocibench.engine.Engines;
import org.ocibench.host.KernelSetting;
import org.ocibench.host.Nearest;
import org.ocibench.runtime.RuntimeCatalog;
import org.ocibench.runtime.UnknownRuntimeException;

/** Checks names and values given with {@code -p}: an unknown one is an error with the nearest that is known. */
final class Parameters {

    static final String RUNTIME = "runtime";
    static final List<String> WORKLOADS = Arrays.stream(Workload.values()).map(Workload::label).toList();
    static final List<String> PACES = List.of("burst", "isolated");
    static final List<String> KERNELS = List.of(KernelSetting.DEFAULT, KernelSetting.QUIET);
    /** Names of the parameters that every benchmark has. */
    static final List<String> NAMES = List.of(RUNTIME, "via", "workload", "pace", "kernel");

    private Parameters() {
    }

    /** @param further names that are known besides those that every benchmark has */
    static void requireName(String name, List<String> further) throws ExitException {
        List<String> known = Stream.concat(NAMES.stream(), further.stream()).toList();
        if (!known.contains(name)) {
            throw ExitException.usage("unknown parameter '" + name + "'" + Nearest.hint(name, known)
                    + " Known: " + String.join(", ", known));
        }
    }

    /** The given values if there are any, and then all known; else the others. */
    static List<String> values(String param, List<String> given, List<String> known, List<String> otherwise) throws ExitException {
        for (String value : given) {
            if (!known.contains(value)) {
                throw ExitException.usage("unknown " + param + " '" + value + "'" + Nearest.hint(value, known)
                        + " Known: " + told(known));
            }
        }
        return given.isEmpty() ? otherwise : given;
    }

    // The options of the spec would fill the screen.
    private static String told(List<String> known) {
        List<String> plain = known.stream().filter(value -> Engines.option(value).isEmpty()).toList();
        return String.join(", ", plain) + (plain.size() < known.size() ? ", and direct with one option of the spec (-lp lists them)" : "");
    }

    /** A known runtime that is not installed becomes an arm that could not run; a wrong name or version is an error. */
    static void requireRuntimes(List<String> named, RuntimeCatalog catalog) throws ExitException {
        for (String runtime : named) {
            if (!Engines.CONTROLS.contains(runtime)) {
                try {
                    catalog.resolve(runtime);
                } catch (UnknownRuntimeException e) {
                    if (!e.provisionable() || runtime.contains("@")) {
                        throw ExitException.usage(e.getMessage());
                    }
                }
            }
        }
    }
}

package org.ocibench.schedule;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ocibench.engine.Arm;
import org.ocibench.runtime.RuntimeBinary;
import org.ocibench.runtime.RuntimeCatalog;
import org.ocibench.runtime.UnknownRuntimeException;

/** What runtimes are called in tables: name, version, variant, and whether they were built on this host. */
record RuntimeNames(RuntimeCatalog catalog) {

    /** What follows the name of a runtime that was built on this host. */
    static final String LOCAL = "+local";
    /** What that means, for a caption. */
    static final String LOCAL_TOLD = LOCAL + ": built on this host from source; not the project's release";

    /** Names by value of the parameter {@code runtime}; controls have none. */
    Map<String, String> of(List<Arm> arms) {
        Map<String, String> names = new LinkedHashMap<>();
        arms.stream().filter(arm -> !arm.isControl()).map(Arm::runtime).distinct().forEach(name -> names.put(name, of(name)));
        return names;
    }

    /** Name of the runtime that this parameter means. */
    String of(String parameter) {
        RuntimeBinary binary = binary(parameter);
        int tilde = parameter.indexOf('~');
        return binary.id() + (tilde < 0 ? "" : parameter.substring(tilde)) + (binary.local() ? LOCAL : "");
    }

    /** Its program. */
    RuntimeBinary binary(String parameter) {
        try {
            return catalog.binary(parameter);
        } catch (UnknownRuntimeException e) {
            throw new IllegalStateException("an arm's runtime left the catalog", e);
        }
    }
}

package org.ocibench.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;

/**
 * One version of one runtime on this host.
 *
 * @param descriptor  the runtime
 * @param version     version as selected with {@code @}
 * @param path        absolute path of the binary
 * @param versionText what {@code --version} prints
 * @param commit      commit in the version text, or null if it tells none
 * @param sha256      SHA-256 of the binary, lower-case hexadecimal
 * @param provenance  how it was built, from the file beside it; null for a binary that was not built here
 */
public record RuntimeBinary(RuntimeDescriptor descriptor, String version, Path path, String versionText, String commit,
        String sha256, JsonNode provenance) {

    /** True for a binary built on this host: its numbers are not those of the project's release. */
    public boolean local() {
        return provenance != null;
    }

    /** Name and version as in a parameter. */
    public String id() {
        return descriptor.name() + "@" + version;
    }
}

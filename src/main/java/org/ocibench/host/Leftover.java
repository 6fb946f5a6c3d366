package org.ocibench.host;

import java.util.Locale;
import java.util.Objects;

/**
 * Something of a campaign that is still on the host.
 *
 * @param where  absolute path; of a process {@code pid:start}, see {@link ProcessKey}
 * @param owner  container id in its name, which starts with the campaign's token; or the bare token
 * @param detail for readers: of a process its name and what gave it away; else empty
 */
public record Leftover(Kind kind, String where, String owner, String detail) {

    /** What it is. */
    public enum Kind { PROCESS, MOUNT, NETNS, CGROUP, STATE_DIR }

    public Leftover {
        Objects.requireNonNull(kind, "kind is null");
        Objects.requireNonNull(where, "where is null");
        Objects.requireNonNull(detail, "detail is null");
        if (Tokens.in(owner).isEmpty()) {
            throw new IllegalArgumentException("no campaign token in '" + owner + "'");
        }
    }

    /** The campaign it belongs to. */
    public String token() {
        return Tokens.in(owner).iterator().next();
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " " + where
                + (detail.isEmpty() ? "" : " (" + detail + ")");
    }
}

package org.ocibench.host;

import java.io.IOException;
import java.util.Locale;

/** Another campaign lives on this host. Two would disturb each other, so the second is refused. */
public final class HostBusyException extends IOException {

    private static final long serialVersionUID = 1L;

    HostBusyException(OwnerFile holder) {
        super(String.format(Locale.ROOT, "campaign %s is running on this host (process %d, since %s), and two would disturb "
                + "each other: wait for its end, or end it with kill -INT %d", holder.token(), holder.pid(), holder.since(),
                holder.pid()));
    }
}

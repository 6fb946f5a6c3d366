package org.ocibench.runtime;

/** A parameter names a runtime, version or variant that is not here. The message names the nearest and the remedy. */
public final class UnknownRuntimeException extends Exception {

    private static final long serialVersionUID = 1;

    /** True if the name is known and only the binary is missing: provisioning helps. */
    private final boolean provisionable;

    UnknownRuntimeException(String message, boolean provisionable) {
        super(message);
        this.provisionable = provisionable;
    }

    /** True if installing something would help, false if the name itself is wrong. */
    public boolean provisionable() {
        return provisionable;
    }
}

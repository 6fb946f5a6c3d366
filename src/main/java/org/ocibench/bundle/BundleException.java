package org.ocibench.bundle;

import java.io.IOException;

/** Something that bundles are made of is missing or unfit; says what, and what to do about it. */
public final class BundleException extends IOException {

    private static final long serialVersionUID = 1L;

    private final String remedy;

    /**
     * @param problem what is wrong, naming the file
     * @param remedy  a command or a step that repairs it
     */
    public BundleException(String problem, String remedy) {
        super(problem + ": " + remedy);
        this.remedy = remedy;
    }

    /** What repairs it, for example {@code apt-get install busybox-static}. */
    public String remedy() {
        return remedy;
    }
}

package org.ocibench.report;

/** A number with its noun. */
public final class Counted {

    private Counted() {
    }

    /**
     * {@code 1 block}, {@code 2 blocks}.
     *
     * @param noun in the singular; its plural ends with an s
     */
    public static String of(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}

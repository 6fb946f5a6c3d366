package org.ocibench.cli;

/** Ends the program with one sentence and an exit code. */
final class ExitException extends Exception {

    private static final long serialVersionUID = 1;

    private final int code;

    ExitException(int code, String sentence) {
        super(sentence);
        this.code = code;
    }

    int code() {
        return code;
    }

    static ExitException usage(String sentence) {
        return new ExitException(ExitCode.USAGE, sentence);
    }
}

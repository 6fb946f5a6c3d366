package org.ocibench.cli;

import java.io.IOException;

/** placeholder */
final class DoctorCommand {
    static int run(String[] args) throws ExitException, IOException {
        throw new ExitException(ExitCode.UNAVAILABLE, "not yet");
    }
}

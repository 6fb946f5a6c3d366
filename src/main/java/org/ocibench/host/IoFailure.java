package org.ocibench.host;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;

/** What an {@link IOException} has to say to a user. */
public final class IoFailure {

    private IoFailure() {
    }

    /** A clause that names the file, where the exception does, and what happened. */
    public static String text(IOException e) {
        if (e.getMessage() == null) {
            return "input or output failed";
        }
        // Of the exceptions of java.nio these tell only the path; what happened to it is their name.
        return e.getMessage() + (e instanceof NoSuchFileException ? ": no such file or folder"
                : e instanceof AccessDeniedException ? ": access denied"
                : e instanceof FileAlreadyExistsException ? ": there is one already" : "");
    }
}

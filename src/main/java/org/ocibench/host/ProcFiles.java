package org.ocibench.host;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** The files of processes below {@code /proc}. A process that is gone reads as null. */
final class ProcFiles {

    // More than any argument list or environment that can name a campaign in its sane part; the rest is of no interest.
    private static final int LIMIT = 256 << 10;

    private final String proc;
    private final byte[] buffer = new byte[LIMIT];

    ProcFiles(Path root) {
        this.proc = root.resolve("proc") + "/";
    }

    /** Numbers of all processes, ascending. */
    long[] pids() throws IOException {
        String[] names = new File(proc).list();
        if (names == null) {
            throw new IOException(proc + " is not readable");
        }
        return Arrays.stream(names).filter(name -> name.matches("[0-9]{1,10}")).mapToLong(Long::parseLong).sorted().toArray();
    }

    /** At most 256 KiB of a file, as Latin-1 (all we look for is ASCII); null if it cannot be read. */
    String read(String file) {
        // Plain streams: a census reads hundreds of files, and channels cost three times as much each.
        try (FileInputStream in = new FileInputStream(proc + file)) {
            int length = 0;
            int got;
            while (length < LIMIT && (got = in.read(buffer, length, LIMIT - length)) > 0) {
                length += got;
            }
            return new String(buffer, 0, length, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return null;
        }
    }

    ProcStat stat(long pid) {
        return ProcStat.parse(read(pid + "/stat"));
    }

    /** Target of a link such as {@code 12/cwd}; null if it cannot be read. */
    String link(String file) {
        try {
            return Files.readSymbolicLink(Path.of(proc + file)).toString();
        } catch (IOException e) {
            return null;
        }
    }
}

package org.ocibench.campaign;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Lines of ASCII text that a stranger may have written or packed: each and all together are bounded, so that memory is. */
final class BoundedLines {

    private final InputStream in;
    private final String name;
    private final long maxBytes;
    private final byte[] line;
    private long bytes;
    private long number;
    private boolean whole;

    /**
     * @param name     of the text, for messages
     * @param maxLine  longest line in bytes
     * @param maxBytes longest text in bytes
     */
    BoundedLines(InputStream in, String name, int maxLine, long maxBytes) {
        this.in = new BufferedInputStream(in);
        this.name = name;
        this.maxBytes = maxBytes;
        line = new byte[maxLine];
    }

    /**
     * The next line without its end, or null after the last.
     *
     * @throws IOException if it cannot be read, or is longer than it may be: the message names the line then
     */
    String next() throws IOException {
        int length = 0;
        int next = in.read();
        if (next < 0) {
            return null;
        }
        number++;
        for (; next >= 0 && next != '\n'; next = in.read()) {
            if (length == line.length) {
                throw new IOException(name + " line " + number + ": longer than " + line.length + " characters");
            }
            line[length++] = (byte) next;
        }
        bytes += length + 1L;
        if (bytes > maxBytes) {
            throw new IOException(name + " line " + number + ": the text is longer than " + (maxBytes >> 20) + " MiB");
        }
        whole = next == '\n';
        return new String(line, 0, length, StandardCharsets.ISO_8859_1);
    }

    /** Number of the last line that was begun, from 1. */
    long number() {
        return number;
    }

    /** Whether the last line had an end; only the last of a text can lack it. */
    boolean isWhole() {
        return whole;
    }
}

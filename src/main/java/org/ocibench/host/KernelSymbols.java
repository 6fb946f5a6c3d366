package org.ocibench.host;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Names of the kernel's functions by their addresses, from {@code /proc/kallsyms}. */
final class KernelSymbols {

    private static final String FILE = "proc/kallsyms";
    /** Letters of symbols in the text section. */
    private static final String FUNCTIONS = "tTwW";
    /** Padding before functions: not what is called so. */
    private static final String PADDING = "__pfx_";
    /** Compilers name parts and variants of a function by it and a suffix. */
    private static final char SUFFIX = '.';

    private final TreeMap<Long, String> names = new TreeMap<>(Long::compareUnsigned);

    private KernelSymbols() {
    }

    /**
     * Reads them.
     *
     * @param root {@code /} but in tests
     * @throws IOException if they cannot be read, or the kernel hides the addresses, with the remedy
     */
    static KernelSymbols read(Path root) throws IOException {
        KernelSymbols symbols = new KernelSymbols();
        try (BufferedReader lines = Files.newBufferedReader(root.resolve(FILE), StandardCharsets.ISO_8859_1)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                symbols.take(line);
            }
        }
        symbols.names.remove(0L);
        if (symbols.names.isEmpty()) {
            throw new IOException("the kernel hides the addresses of its functions: sysctl kernel.kptr_restrict=1");
        }
        return symbols;
    }

    private void take(String line) {
        String[] fields = line.split("[ \t]", 4);
        if (fields.length < 3 || fields[1].length() != 1 || FUNCTIONS.indexOf(fields[1].charAt(0)) < 0
                || fields[2].startsWith(PADDING)) {
            return;
        }
        try {
            int suffix = fields[2].indexOf(SUFFIX, 1);
            names.put(Long.parseUnsignedLong(fields[0], 16), suffix < 0 ? fields[2] : fields[2].substring(0, suffix));
        } catch (NumberFormatException e) {
            // No line of this file; without a symbol its addresses carry the name of the one before.
            return;
        }
    }

    /** The function that holds the instruction before {@code returnAddress}; empty below the first one. */
    String before(long returnAddress) {
        Map.Entry<Long, String> symbol = names.lowerEntry(returnAddress);
        return symbol == null ? "" : symbol.getValue();
    }
}

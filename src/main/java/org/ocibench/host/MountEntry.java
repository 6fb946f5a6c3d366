package org.ocibench.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One line of {@code /proc/self/mountinfo}.
 *
 * @param root         the folder of the file system that is mounted, unescaped; {@code /} is all of it
 * @param point        mount point as the host knows it, unescaped
 * @param options      options of the mount
 * @param type         file system type
 * @param superOptions options of the file system
 */
record MountEntry(int id, int parent, String root, String point, List<String> options, String type, List<String> superOptions) {

    private static final int OPTIONAL_FIELDS = 6;
    private static final Pattern OCTAL = Pattern.compile("\\\\[0-3][0-7]{2}");

    /** All mounts of this process in the order of the file; lines of another shape are left out. */
    static List<MountEntry> read(Path root) throws IOException {
        List<MountEntry> entries = new ArrayList<>();
        // A mount point may hold any byte; Latin-1 never fails to decode, UTF-8 would.
        String text = Files.readString(root.resolve("proc/self/mountinfo"), StandardCharsets.ISO_8859_1);
        for (String line : text.split("\n")) {
            MountEntry entry = parse(line);
            if (entry != null) {
                entries.add(entry);
            }
        }
        return entries;
    }

    private static MountEntry parse(String line) {
        String[] fields = line.split(" ");
        int dash = OPTIONAL_FIELDS;
        while (dash < fields.length && !fields[dash].equals("-")) {
            dash++;
        }
        if (dash + 3 >= fields.length) {
            return null;
        }
        String point = unescape(fields[4]);
        try {
            // No path holds a NUL.
            return !point.startsWith("/") || point.indexOf('\0') >= 0 ? null
                    : new MountEntry(Integer.parseInt(fields[0]), Integer.parseInt(fields[1]), unescape(fields[3]), point,
                            List.of(fields[5].split(",")), fields[dash + 1], List.of(fields[dash + 3].split(",")));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** Whether {@code path} is the mount point or lies below it. */
    boolean holds(String path) {
        return point.equals("/") || path.equals(point) || path.startsWith(point + "/");
    }

    boolean isCgroup() {
        return type.equals("cgroup") || isCgroup2();
    }

    boolean isCgroup2() {
        return type.equals("cgroup2");
    }

    private static String unescape(String field) {
        byte[] bytes = new byte[field.length()];
        int length = 0;
        for (int i = 0; i < field.length(); i++) {
            if (OCTAL.matcher(field).region(i, field.length()).lookingAt()) {
                bytes[length++] = (byte) Integer.parseInt(field.substring(i + 1, i + 4), 8);
                i += 3;
            } else {
                bytes[length++] = (byte) field.charAt(i);
            }
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}

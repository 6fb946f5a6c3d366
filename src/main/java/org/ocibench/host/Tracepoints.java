package org.ocibench.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The kernel's tracepoints that a task trace needs, as its own description of them says: tracefs tells their numbers and where
 * their fields are.
 *
 * @param exec a program was executed
 * @param move a task was moved into a cgroup
 * @param call a system call was entered
 */
record Tracepoints(Point exec, Point move, Point call) {

    private static final List<String> PLACES = List.of("sys/kernel/tracing", "sys/kernel/debug/tracing");
    private static final Pattern FIELD = Pattern.compile("\\sfield:[^;]*?(\\w+)(?:\\[\\w*])?;\\s*offset:(\\d+);");
    private static final Pattern ID = Pattern.compile("(?m)^ID: (\\d+)$");

    /**
     * One tracepoint.
     *
     * @param id     number for perf events
     * @param fields offsets of its fields
     */
    record Point(int id, Map<String, Integer> fields) {
        Point {
            fields = Map.copyOf(fields);
        }

        int field(String name) {
            Integer offset = fields.get(name);
            if (offset == null) {
                throw new IllegalStateException("this kernel's tracepoint has no field " + name);
            }
            return offset;
        }
    }

    /**
     * Reads them.
     *
     * @param root {@code /} but in tests
     * @throws IOException if tracefs is not there, with the remedy
     */
    static Tracepoints read(Path root) throws IOException {
        Tracepoints points = new Tracepoints(point(root, "sched/sched_process_exec"), point(root, "cgroup/cgroup_attach_task"),
                point(root, "raw_syscalls/sys_enter"));
        points.exec().field("filename");
        points.move().field("pid");
        points.move().field("dst_root");
        points.move().field("dst_path");
        points.call().field("id");
        return points;
    }

    /** Where tracefs is mounted. */
    static Optional<Path> place(Path root) {
        return PLACES.stream().map(root::resolve).filter(path -> Files.isDirectory(path.resolve("events/sched"))).findFirst();
    }

    /**
     * Reads one.
     *
     * @param root {@code /} but in tests
     * @param name such as {@code sched/sched_switch}
     * @throws IOException if tracefs is not there, with the remedy, or the kernel has no such tracepoint
     */
    static Point point(Path root, String name) throws IOException {
        Path format = place(root).orElseThrow(() -> new IOException("tracefs is not mounted, which names the kernel's tracepoints: "
                + "mount -t tracefs tracefs /sys/kernel/tracing")).resolve("events").resolve(name).resolve("format");
        if (!Files.isReadable(format)) {
            throw new IOException("this kernel has no tracepoint " + name.replace('/', ':') + " (" + format + " is not readable)");
        }
        return parse(Files.readString(format, StandardCharsets.US_ASCII));
    }

    /** Reads the text of a format file. */
    static Point parse(String text) throws IOException {
        Matcher id = ID.matcher(text);
        if (!id.find()) {
            throw new IOException("the description of a tracepoint has no ID line");
        }
        Map<String, Integer> fields = new HashMap<>();
        Matcher field = FIELD.matcher(text);
        while (field.find()) {
            fields.put(field.group(1), Integer.parseInt(field.group(2)));
        }
        return new Point(Integer.parseInt(id.group(1)), fields);
    }
}

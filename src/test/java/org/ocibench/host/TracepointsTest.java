package org.ocibench.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TracepointsTest {

    @TempDir
    Path root;

    private static String format(int id, String... fields) {
        StringBuilder text = new StringBuilder("name: x\nID: " + id + "\nformat:\n"
                + "\tfield:unsigned short common_type;\toffset:0;\tsize:2;\tsigned:0;\n\n");
        for (String field : fields) {
            text.append("\tfield:").append(field).append("\n");
        }
        return text + "\nprint fmt: \"filename=%s\", __get_str(filename)\n";
    }

    private void write(String name, String text) throws IOException {
        Files.createDirectories(root.resolve("sys/kernel/tracing/events").resolve(name));
        Files.writeString(root.resolve("sys/kernel/tracing/events").resolve(name).resolve("format"), text);
    }

    private void writeAll() throws IOException {
        write("sched/sched_process_exec", format(365, "__data_loc char[] filename;\toffset:8;\tsize:4;\tsigned:0;",
                "pid_t pid;\toffset:12;\tsize:4;\tsigned:1;"));
        write("cgroup/cgroup_attach_task", format(538, "int dst_root;\toffset:8;\tsize:4;\tsigned:1;",
                "int pid;\toffset:24;\tsize:4;\tsigned:1;",
                "__data_loc char[] dst_path;\toffset:28;\tsize:4;\tsigned:0;"));
        write("raw_syscalls/sys_enter", format(443, "long id;\toffset:8;\tsize:8;\tsigned:1;",
                "unsigned long args[6];\toffset:16;\tsize:48;\tsigned:0;"));
    }

    @Test
    void numbersAndOffsets() throws IOException {
        writeAll();
        Tracepoints points = Tracepoints.read(root);
        assertEquals(List.of(365, 538, 443), List.of(points.exec().id(), points.move().id(), points.call().id()));
        assertEquals(Map.of("common_type", 0, "filename", 8, "pid", 12), points.exec().fields());
        assertEquals(28, points.move().field("dst_path"));
        assertEquals(16, points.call().field("args"));
    }

    @Test
    void withoutTracefsTheRemedyIsNamed() {
        String told = assertThrows(IOException.class, () -> Tracepoints.read(root)).getMessage();
        assertTrue(told.contains("mount -t tracefs"), told);
    }

    @Test
    void aMissingTracepointIsNamed() throws IOException {
        writeAll();
        Files.delete(root.resolve("sys/kernel/tracing/events/raw_syscalls/sys_enter/format"));
        String told = assertThrows(IOException.class, () -> Tracepoints.read(root)).getMessage();
        assertTrue(told.contains("raw_syscalls:sys_enter"), told);
    }

    @Test
    void aFilterHoldsForTheCallsThatCount() {
        assertEquals("id == 1 || id == 20 || id == 74",
                new SystemCalls(Set.of(20, 1), Set.of(74)).filter());
    }

    @Test
    void listsOfCpus() {
        assertEquals(List.of(0), TaskTracer.cpus("0\n"));
        assertEquals(List.of(0, 1, 2, 3, 5, 8, 9), TaskTracer.cpus("0-3,5,8-9\n"));
    }
}

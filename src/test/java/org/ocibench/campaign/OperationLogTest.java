package org.ocibench.campaign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ocibench.engine.FailureClass;
import org.ocibench.engine.Layer;
import org.ocibench.engine.OperationKind;

class OperationLogTest {

    private static final String CRUN = "crun/direct/exit/burst/default";
    private static final String RUNC = "runc@1.2.0-rc.1~copy/ctr/exit/burst/quiet";
    private static final OptionalLong NONE = OptionalLong.empty();

    @TempDir
    private Path folder;

    private static OperationRow succeeded(int shot) {
        return new OperationRow(3, 2, 1, shot, OperationKind.TIMED, RUNC, CRUN, 1234567, "deleteForce", 8_412_345, OptionalLong.of(6200),
                OptionalLong.of(6100), OptionalLong.of(1_363_149), 42, null, null, "", 2000);
    }

    private static OperationRow failed() {
        return new OperationRow(1, 0, 0, 1, OperationKind.WARM_UP, "", RUNC, 0, "run", 0, NONE, NONE, NONE, -1,
                FailureClass.LOST_STATUS, Layer.SHIM, "0a1b2c3d", 30_000);
    }

    private void write(OperationRow... rows) throws IOException {
        try (OperationLog log = new OperationLog(folder)) {
            for (OperationRow row : rows) {
                log.append(row);
            }
        }
    }

    private Path open() {
        return folder.resolve(OperationLog.OPEN_NAME);
    }

    /** An unfinished log whose text after the header is this. */
    private void unfinished(String text) throws IOException {
        try (OperationLog log = new OperationLog(folder)) {
            Files.writeString(open(), Files.readString(open()) + text);
            Files.copy(open(), folder.resolve("kept"));
        }
        Files.delete(folder.resolve(OperationLog.CLOSED_NAME));
        Files.move(folder.resolve("kept"), open());
    }

    @Test
    void everyFieldComesBack() throws IOException {
        write(failed(), succeeded(1), succeeded(2));
        assertEquals(List.of(failed(), succeeded(1), succeeded(2)), OperationLog.read(folder));
    }

    @Test
    void anyRowComesBack() throws IOException {
        Random random = new Random(17);
        List<OperationRow> rows = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            boolean failed = random.nextBoolean();
            rows.add(new OperationRow(random.nextInt(), random.nextInt(), random.nextInt(), random.nextInt(),
                    any(random, OperationKind.values()), random.nextBoolean() ? "" : RUNC, CRUN, amount(random), "run",
                    amount(random), any(random), any(random), any(random), random.nextInt(256) - 1,
                    failed ? any(random, FailureClass.values()) : null, failed ? any(random, Layer.values()) : null,
                    failed ? Integer.toHexString(random.nextInt()) : "", amount(random)));
        }
        write(rows.toArray(OperationRow[]::new));
        assertEquals(rows, OperationLog.read(folder));
    }

    private static OptionalLong any(Random random) {
        return random.nextBoolean() ? NONE : OptionalLong.of(amount(random));
    }

    private static long amount(Random random) {
        return 1 + random.nextLong() % 500_000_000_000_000L + 500_000_000_000_000L;
    }

    private static <T> T any(Random random, T[] values) {
        return values[random.nextInt(values.length)];
    }

    @Test
    void theLineHasTheHeadersOrder() {
        assertEquals("3,2,1,1,timed," + RUNC + "," + CRUN + ",1234567,deleteForce,8412345,6200,6100,1363149,42,,,,2000",
                OperationLog.line(succeeded(1)));
        assertEquals("1,0,0,1,warm-up,," + RUNC + ",0,run,0,,,,-1,lost-status,shim,0a1b2c3d,30000",
                OperationLog.line(failed()));
    }

    @Test
    void aLineIsOnDiskAsSoonAsItIsAppended() throws IOException {
        try (OperationLog log = new OperationLog(folder)) {
            log.append(succeeded(1));
            assertEquals(List.of(succeeded(1)), OperationLog.read(folder));
            log.append(failed());
            assertEquals(log.rows(), OperationLog.read(folder));
        }
    }

    @Test
    void theFinishedLogIsCompressedAndTheOpenOneGone() throws IOException {
        write(succeeded(1));
        assertFalse(Files.exists(open()));
        try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(folder.resolve(OperationLog.CLOSED_NAME)))) {
            List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
            assertEquals(2, lines.size());
            assertTrue(lines.get(0).startsWith("block,cycle,position,shot,kind,predecessor,arm,"), lines.get(0));
        }
    }

    @Test
    void anExistingLogIsNotOverwritten() throws IOException {
        Files.writeString(open(), "someone's");
        assertThrows(IOException.class, () -> new OperationLog(folder));
        assertEquals("someone's", Files.readString(open()));
    }

    @Test
    void whereverTheLastLineOfAnUnfinishedLogBreaksOffItIsPassedOver() throws IOException {
        String whole = OperationLog.line(succeeded(1)) + "\n";
        String last = OperationLog.line(succeeded(2));
        for (int length = 1; length <= last.length(); length++) {
            unfinished(whole + last.substring(0, length));
            assertEquals(List.of(succeeded(1)), OperationLog.read(folder), "broken off after " + length);
            Files.delete(open());
        }
        unfinished(whole + last + "\n");
        assertEquals(List.of(succeeded(1), succeeded(2)), OperationLog.read(folder));
    }

    @ParameterizedTest
    @CsvSource({"1:2:3, 1 fields instead of 18", "three, not a whole number: 'three'", "8412345;, not a whole number: ",
        "-8412345, not a plausible amount: -8412345", "9223372036854775807, not a plausible amount: 9223372036854775807",
        "0, a success that took no time", "timed;x, unknown kind of operation", "lost, unknown failure class: "})
    void aCorruptLineNamesFileAndLine(String damage, String message) throws IOException {
        String line = OperationLog.line(succeeded(1));
        String corrupt = switch (damage) {
            case "1:2:3" -> damage;
            case "three" -> line.replaceFirst("3", damage);
            case "8412345;", "-8412345", "9223372036854775807", "0" -> line.replace("8412345", damage);
            case "timed;x" -> line.replace("timed", damage);
            default -> OperationLog.line(failed()).replace("lost-status", damage);
        };
        for (String rest : List.of("", line + "\n")) {
            unfinished(line + "\n" + corrupt + "\n" + rest);
            IOException thrown = assertThrows(IOException.class, () -> OperationLog.read(folder));
            assertTrue(thrown.getMessage().startsWith(open() + " line 3: "), thrown.getMessage());
            assertTrue(thrown.getMessage().contains(message), thrown.getMessage());
            Files.delete(open());
        }
    }

    @Test
    void aFinishedLogIsNotForgivenABrokenLastLine() throws IOException {
        write(succeeded(1));
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve(OperationLog.CLOSED_NAME)))) {
            out.write(("block,cycle,position,shot,kind,predecessor,arm,start_us,phase,wall_ns,cpu_us,rusage_us,peak_bytes,exit,"
                    + "class,layer,stderr_digest,timeout_ms\n1,2").getBytes(StandardCharsets.UTF_8));
        }
        assertMessage("ops.csv.gz line 2: 2 fields instead of 18");
    }

    @Test
    void whatIsNoLogSaysSo() throws IOException {
        Files.writeString(open(), "a,b\n");
        assertMessage("ops.csv line 1: not the header of an operation log");
        Files.writeString(open(), "");
        assertMessage("ops.csv line 1: not the header of an operation log");
        Files.delete(open());
        assertThrows(IOException.class, () -> OperationLog.read(folder));
    }

    @Test
    void aDamagedArchiveNamesTheFile() throws IOException {
        write(succeeded(1));
        Path gz = folder.resolve(OperationLog.CLOSED_NAME);
        byte[] bytes = Files.readAllBytes(gz);
        ByteArrayOutputStream half = new ByteArrayOutputStream();
        half.write(bytes, 0, bytes.length / 2);
        Files.write(gz, half.toByteArray());
        assertMessage("ops.csv.gz");
        Files.writeString(gz, "not gzip");
        assertMessage("ops.csv.gz");
    }

    @Test
    void linksPipesAndDevicesAreNotRead() throws Exception {
        write(succeeded(1));
        Path gz = folder.resolve(OperationLog.CLOSED_NAME);
        Path elsewhere = Files.move(gz, folder.resolve("elsewhere"));
        Files.createSymbolicLink(gz, elsewhere);
        assertMessage("ops.csv.gz is no regular file");
        Files.delete(gz);
        Files.createSymbolicLink(open(), Path.of("/dev/zero"));
        assertMessage("ops.csv is no regular file");
        Files.delete(open());
        assertEquals(0, new ProcessBuilder("mkfifo", open().toString()).start().waitFor());
        assertMessage("ops.csv is no regular file");
    }

    @Test
    void moreRowsThanACampaignHasAreRefused() throws IOException {
        write(succeeded(1), succeeded(2), succeeded(3));
        RowLog.Format<OperationRow> of = OperationLog.FORMAT;
        RowLog.Format<OperationRow> two = new RowLog.Format<>(of.openName(), of.closedName(), of.what(), of.header(), 2, of.maxBytes(),
                of.maxLine(), of.line(), of.row());
        IOException thrown = assertThrows(IOException.class, () -> RowLog.read(folder, two));
        assertTrue(thrown.getMessage().endsWith("line 4: more than 2 rows"), thrown.getMessage());
    }

    /** Each would fill any memory if it were read first and looked at then. */
    @ParameterizedTest
    @CsvSource({"256 MiB of zeros, 64, line 1: longer than 2048 characters",
        "an endless line, 64, line 2: longer than 2048 characters",
        "256 MiB of line ends, 64, line 2: 1 fields instead of 18"})
    void whatUnpacksToTooMuchIsRefused(String what, int heapMegabytes, String message) throws Exception {
        String header = "block,cycle,position,shot,kind,predecessor,arm,start_us,phase,wall_ns,cpu_us,rusage_us,peak_bytes,exit,"
                + "class,layer,stderr_digest,timeout_ms\n";
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve(OperationLog.CLOSED_NAME)))) {
            switch (what) {
                case "256 MiB of zeros" -> fill(out, "\0".repeat(1 << 20), 1 << 8);
                case "an endless line" -> fill(out, header + "1".repeat(1 << 20), 1 << 8);
                default -> fill(out, header + "\n".repeat(1 << 20), 1 << 8);
            }
        }
        Process reader = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heapMegabytes + "m", "-cp", System.getProperty("java.class.path"), Reader.class.getName(),
                folder.toString()).redirectErrorStream(true).start();
        String said = new String(reader.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(folder.resolve(OperationLog.CLOSED_NAME) + " " + message, said.strip());
    }

    private static void fill(OutputStream out, String part, int times) throws IOException {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < times; i++) {
            out.write(bytes);
        }
    }

    /** Reads a log in a JVM of its own, whose heap can be small. */
    static final class Reader {

        private Reader() {
        }

        public static void main(String[] args) {
            try {
                System.out.println(OperationLog.read(Path.of(args[0])).size() + " rows");
            } catch (IOException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    private void assertMessage(String part) {
        IOException thrown = assertThrows(IOException.class, () -> OperationLog.read(folder));
        assertTrue(String.valueOf(thrown.getMessage()).contains(part), String.valueOf(thrown.getMessage()));
    }

    @Test
    void failureAndLayerStandTogether() {
        assertThrows(IllegalArgumentException.class, () -> new OperationRow(1, 1, 1, 1, OperationKind.TIMED, "", CRUN, 0, "run",
                0, NONE, NONE, NONE, -1, FailureClass.RUNTIME, null, "", 0));
    }
}

package org.ocibench.benchmark;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.ocibench.engine.FailureClass;
import org.ocibench.engine.Layer;
import org.ocibench.engine.Measurement;
import org.ocibench.engine.Measurement.Together;
import org.ocibench.engine.OperationKind;
import org.ocibench.engine.Outcome;
import org.ocibench.host.Printable;

/** The lines that forks and conductor exchange. Fields are separated by single spaces; none is empty or holds a space. */
public final class Messages {

    /** Fork to conductor: {@code hello ARM PID}. */
    public static final String HELLO = "hello";
    /** Fork to conductor: the next operation could start now. */
    public static final String READY = "ready";
    /** Fork to conductor: an operation ended; see {@link Done}. */
    public static final String DONE = "done";
    /** Fork to conductor: all iterations are run. */
    public static final String FINISHED = "finished";
    /** Conductor to fork: {@code go KIND LIMIT_MS}. */
    public static final String GO = "go";
    /** Conductor to fork, between operations: your turn is over; close what disturbs others, and say when you are ready again. */
    public static final String REST = "rest";
    /** Conductor to fork: run no further operation. */
    public static final String STOP = "stop";
    /** Conductor to fork: you may end now. */
    public static final String END = "end";

    private static final String NONE = "-";
    /** Between containers of a burst, and between what is told of one. */
    private static final String BETWEEN = ";";
    private static final String WITHIN = ":";
    private static final int TOGETHER_PARTS = 4;
    private static final int GO_FIELDS = 3;
    private static final int DONE_FIELDS = 12;

    private Messages() {
    }

    /** Leave to run an operation, as a line. */
    public static String go(Go go) {
        return String.join(" ", GO, go.kind().name(), Long.toString(go.limit().toMillis()));
    }

    /**
     * Reads a line of {@link #go}.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Go parseGo(String line) {
        String[] field = fields(line, GO, GO_FIELDS);
        try {
            return new Go(OperationKind.valueOf(field[1]), Duration.ofMillis(Long.parseLong(field[2])));
        } catch (IllegalArgumentException e) {
            throw odd(line, e);
        }
    }

    private static String[] fields(String line, String head, int count) {
        String[] field = line.split(" ", -1);
        if (field.length != count || !field[0].equals(head)) {
            throw odd(line, null);
        }
        return field;
    }

    // What Java says of an odd number or name repeats it as it is.
    private static IllegalArgumentException odd(String line, IllegalArgumentException cause) {
        return new IllegalArgumentException("not a message: " + Printable.quoted(line), cause);
    }

    /**
     * What a fork tells of an operation.
     *
     * @param startNanos {@link System#nanoTime} before the launch: on Linux the same clock in every JVM
     * @param stderr     what a failed command said last
     * @param together   of a burst its containers in the order in which they were let go; else empty
     */
    public record Done(long startNanos, long wallNanos, OptionalLong cpuMicros, OptionalLong rusageMicros,
            OptionalLong peakBytes, int exit, FailureClass failure, Layer layer, long limitMillis, String stderr,
            List<Together> together) {

        public Done {
            together = List.copyOf(together);
            if ((failure == null) != (layer == null)) {
                throw new IllegalArgumentException("failure and layer stand together or not at all");
            }
        }

        /** The message of a measurement. */
        public static Done of(long startNanos, Measurement measured) {
            Outcome outcome = measured.outcome();
            return outcome.fold(
                    ok -> make(startNanos, measured, ok.exit(), null, null, ""),
                    failed -> make(startNanos, measured, failed.exit(), failed.failure(), failed.layer(), failed.stderr()),
                    late -> make(startNanos, measured, Outcome.NO_EXIT, FailureClass.TIMEOUT, late.layer(), late.stderr()));
        }

        private static Done make(long startNanos, Measurement measured, int exit, FailureClass failure, Layer layer,
                String stderr) {
            return new Done(startNanos, measured.outcome().wallNanos(), measured.cpuMicros(), measured.rusageMicros(),
                    measured.peakBytes(), exit, failure, layer, measured.limitMillis(), stderr, measured.together());
        }

        /** Whether it succeeded; of a burst, whether one of its containers did. */
        public boolean oneSucceeded() {
            return failure == null || together.stream().anyMatch(one -> one.failure() == null);
        }

        /** The same operation as a failure, and with it every container of a burst that had not failed by itself. */
        public Done failed(FailureClass as, Layer by, String why) {
            return new Done(startNanos, wallNanos, cpuMicros, rusageMicros, peakBytes, exit, as, by, limitMillis, why,
                    together.stream().map(one -> one.failure() != null ? one
                            : new Together(one.startNanos(), one.wallNanos(), one.exit(), as)).toList());
        }

        /** As a line. */
        public String line() {
            return String.join(" ", DONE, Long.toString(startNanos), Long.toString(wallNanos), text(cpuMicros),
                    text(rusageMicros), text(peakBytes), Integer.toString(exit),
                    failure == null ? NONE : failure.label(), layer == null ? NONE : layer.label(),
                    Long.toString(limitMillis), stderr.isEmpty() ? NONE
                            : Base64.getEncoder().encodeToString(stderr.getBytes(StandardCharsets.UTF_8)),
                    together.isEmpty() ? NONE : together.stream().map(Done::text).collect(Collectors.joining(BETWEEN)));
        }

        /**
         * Reads a line of {@link #line}.
         *
         * @throws IllegalArgumentException if it is none
         */
        public static Done parse(String line) {
            String[] field = fields(line, DONE, DONE_FIELDS);
            try {
                return parse(field);
            } catch (IllegalArgumentException e) {
                throw odd(line, e);
            }
        }

        private static Done parse(String[] field) {
            return new Done(Long.parseLong(field[1]), Long.parseLong(field[2]), number(field[3]), number(field[4]),
                    number(field[5]), Integer.parseInt(field[6]),
                    field[7].equals(NONE) ? null : FailureClass.ofLabel(field[7]),
                    field[8].equals(NONE) ? null : Layer.ofLabel(field[8]), Long.parseLong(field[9]),
                    field[10].equals(NONE) ? ""
                            : new String(Base64.getDecoder().decode(field[10]), StandardCharsets.UTF_8),
                    field[11].equals(NONE) ? List.of()
                            : Arrays.stream(field[11].split(BETWEEN, -1)).map(Done::together).toList());
        }

        private static String text(Together one) {
            return String.join(WITHIN, Long.toString(one.startNanos()), Long.toString(one.wallNanos()), Integer.toString(one.exit()),
                    one.failure() == null ? NONE : one.failure().label());
        }

        private static Together together(String text) {
            String[] part = text.split(WITHIN, -1);
            if (part.length != TOGETHER_PARTS) {
                throw new IllegalArgumentException("not a container of a burst");
            }
            return new Together(Long.parseLong(part[0]), Long.parseLong(part[1]), Integer.parseInt(part[2]),
                    part[3].equals(NONE) ? null : FailureClass.ofLabel(part[3]));
        }

        private static String text(OptionalLong value) {
            return value.isPresent() ? Long.toString(value.getAsLong()) : NONE;
        }

        private static OptionalLong number(String text) {
            return text.equals(NONE) ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
        }
    }
}

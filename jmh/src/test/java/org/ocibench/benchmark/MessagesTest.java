package org.ocibench.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ocibench.engine.FailureClass;
import org.ocibench.engine.Layer;
import org.ocibench.engine.Measurement;
import org.ocibench.engine.OperationKind;
import org.ocibench.engine.Outcome;

class MessagesTest {

    private static final OptionalLong NONE = OptionalLong.empty();

    @ParameterizedTest
    @EnumSource(OperationKind.class)
    void leaveComesBack(OperationKind kind) {
        Go go = new Go(kind, Duration.ofMillis(2020));
        assertEquals(go, Messages.parseGo(Messages.go(go)));
    }

    @Test
    void aSuccessComesBack() {
        Measurement measured = new Measurement(new Outcome.Completed(8_412_345, 42), OptionalLong.of(6200),
                OptionalLong.of(6100), OptionalLong.of(1_363_149), 2000);
        Messages.Done done = Messages.Done.of(Long.MAX_VALUE, measured);
        assertEquals(new Messages.Done(Long.MAX_VALUE, 8_412_345, OptionalLong.of(6200), OptionalLong.of(6100),
                OptionalLong.of(1_363_149), 42, null, null, 2000, "", List.of()), done);
        assertEquals(done, Messages.Done.parse(done.line()));
    }

    @ParameterizedTest
    @EnumSource(FailureClass.class)
    void aFailureComesBack(FailureClass failure) {
        Messages.Done done = Messages.Done.of(-5, new Measurement(
                new Outcome.Failed(7, 255, failure, Layer.CONTAINERD, "a b\nc"), NONE, NONE, NONE, 30_000));
        assertEquals(failure, done.failure());
        assertEquals(done, Messages.Done.parse(done.line()));
    }

    @Test
    void aTimeOutHasNoExitCode() {
        Messages.Done done = Messages.Done.of(1, new Measurement(
                new Outcome.TimedOut(2, Duration.ofSeconds(2), Layer.SHIM, ""), NONE, OptionalLong.of(0), NONE, 2000));
        assertEquals(FailureClass.TIMEOUT, done.failure());
        assertEquals(Outcome.NO_EXIT, done.exit());
        assertEquals(done, Messages.Done.parse(done.line()));
    }

    @Test
    void theContainersOfABurstComeBack() {
        List<Measurement.Together> together = List.of(new Measurement.Together(Long.MIN_VALUE, 7, 42, null),
                new Measurement.Together(12, Long.MAX_VALUE, Outcome.NO_EXIT, FailureClass.TIMEOUT));
        Messages.Done done = Messages.Done.of(-5, new Measurement(
                new Outcome.Failed(7, 255, FailureClass.TIMEOUT, Layer.RUNTIME, "1 of 2"), NONE, NONE, NONE, 30_000, together));
        assertEquals(together, done.together());
        assertEquals(done, Messages.Done.parse(done.line()));
    }

    @Test
    void withTheBurstEveryContainerThatHadNotFailedFails() {
        Messages.Done done = Messages.Done.of(1, new Measurement(new Outcome.Completed(9, 42), NONE, NONE, NONE, 2000,
                List.of(new Measurement.Together(1, 2, 42, null), new Measurement.Together(3, 4, 1, FailureClass.RUNTIME))))
                .failed(FailureClass.REPLACED, Layer.RUNTIME, "another binary");
        assertEquals(List.of(FailureClass.REPLACED, FailureClass.RUNTIME),
                done.together().stream().map(Measurement.Together::failure).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "done", "ready", "done 1 2 - - - 42 - - 2000 -", "done 1 2 - - - 42 - - 2000 - - -",
        "done 1 2 - - - x - - 2000 - -", "done 1 2 - - - 42 shim - 2000 - -", "done 1 2 - - - 42 odd shim 2000 - -",
        "done 1 2 - - - 42 shim shim 2000 ! -", "go 1 2 - - - 42 - - 2000 - -", "done 1 2 - - - 42 - - 2000 - 1:2:42",
        "done 1 2 - - - 42 - - 2000 - 1:2:42:-;", "done 1 2 - - - 42 - - 2000 - 1:2:x:-", "done 1 2 - - - 42 - - 2000 - 1:2:3:odd"})
    void whatIsNoAnswerIsRefused(String line) {
        assertEquals("not a message: '" + line + "'",
                assertThrows(IllegalArgumentException.class, () -> Messages.Done.parse(line)).getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"go", "go TIMED", "go TIMED 1 2", "go timed 1", "go TIMED x", "stop TIMED 1",
        "go TIMED 99999999999999999999"})
    void whatIsNoLeaveIsRefused(String line) {
        assertEquals("not a message: '" + line + "'",
                assertThrows(IllegalArgumentException.class, () -> Messages.parseGo(line)).getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-", " ", "two words", "line\nfeed", "ä \u0000 \u2028", "done - - -"})
    void anyWordsTravelInOneLine(String stderr) {
        Messages.Done done = new Messages.Done(1, 2, NONE, NONE, NONE, 1, FailureClass.RUNTIME, Layer.RUNTIME, 3, stderr, List.of());
        assertFalse(done.line().contains("\n"));
        assertEquals(done, Messages.Done.parse(done.line()));
    }
}

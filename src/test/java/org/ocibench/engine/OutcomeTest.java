package org.ocibench.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OutcomeTest {

    private static String kind(Outcome outcome) {
        return outcome.fold(ok -> "exit " + ok.exit(), failed -> failed.failure() + " " + failed.stderr(),
                late -> "late after " + late.limit());
    }

    @Test
    void everyKindHasItsOwnWay() {
        assertEquals("exit 42", kind(new Outcome.Completed(1, 42)));
        assertEquals("SHIM words", kind(new Outcome.Failed(1, 1, FailureClass.SHIM, Layer.SHIM, "words")));
        assertEquals("late after PT2S", kind(new Outcome.TimedOut(1, Duration.ofSeconds(2), Layer.RUNTIME, "")));
    }

    @Test
    void aFailureIsWhole() {
        assertThrows(NullPointerException.class, () -> new Outcome.Failed(1, 1, null, Layer.SHIM, ""));
        assertThrows(NullPointerException.class, () -> new Outcome.Failed(1, 1, FailureClass.SHIM, null, ""));
        assertThrows(NullPointerException.class, () -> new Outcome.Failed(1, 1, FailureClass.SHIM, Layer.SHIM, null));
        assertThrows(NullPointerException.class, () -> new Outcome.TimedOut(1, null, Layer.SHIM, ""));
    }

    @ParameterizedTest
    @EnumSource(FailureClass.class)
    void aClassComesBackFromItsLabel(FailureClass failure) {
        assertEquals(failure, FailureClass.ofLabel(failure.label()));
    }

    @ParameterizedTest
    @EnumSource(Layer.class)
    void aLayerComesBackFromItsLabel(Layer layer) {
        assertEquals(layer, Layer.ofLabel(layer.label()));
        assertThrows(IllegalArgumentException.class, () -> Layer.ofLabel(layer.name() + "x"));
    }
}

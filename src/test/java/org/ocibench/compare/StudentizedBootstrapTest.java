package org.ocibench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class StudentizedBootstrapTest {

    private static ToDoubleFunction<int[]> mean(double[] values) {
        return times -> {
            double sum = 0;
            int n = 0;
            for (int i = 0; i < values.length; i++) {
                sum += times[i] * values[i];
                n += times[i];
            }
            return sum / n;
        };
    }

    @Test
    void ofAMeanItIsNearlyStudents() {
        double[] values = new Random(53).doubles(40).map(x -> 3 + x).toArray();
        StudentizedBootstrap bootstrap = StudentizedBootstrap.of(40, mean(values), 9_999, 1);
        Estimate student = Estimate.of(values);
        Interval interval = student.interval().orElseThrow();
        assertEquals(student.mean(), bootstrap.value(), 1e-12);
        double width = interval.upper() - interval.lower();
        assertEquals(interval.lower(), bootstrap.limit(.995), .2 * width);
        assertEquals(interval.upper(), bootstrap.limit(.005), .2 * width);
        assertTrue(bootstrap.limit(.995) < bootstrap.value() && bootstrap.value() < bootstrap.limit(.005));
    }

    @Test
    void endsAndPSayTheSame() {
        double[] values = new Random(59).doubles(30).map(x -> x * x).toArray();
        StudentizedBootstrap bootstrap = StudentizedBootstrap.of(30, mean(values), 9_999, 1);
        assertEquals(.005, bootstrap.pAbove(bootstrap.limit(.995)), 2e-4);
        assertEquals(.005, bootstrap.pBelow(bootstrap.limit(.005)), 2e-4);
        assertEquals(1, bootstrap.pAbove(10));
        assertEquals(1e-4, bootstrap.pBelow(10), 1e-12);
    }

    @Test
    void theSeedDecides() {
        double[] values = new Random(61).doubles(20).toArray();
        double limit = StudentizedBootstrap.of(20, mean(values), 999, 5).limit(.005);
        assertEquals(limit, StudentizedBootstrap.of(20, mean(values), 999, 5).limit(.005));
        assertTrue(limit != StudentizedBootstrap.of(20, mean(values), 999, 6).limit(.005));
    }

    @Test
    void equalValuesHaveNoError() {
        assertEquals(0, StudentizedBootstrap.of(10, times -> 4, 99, 1).error());
    }
}

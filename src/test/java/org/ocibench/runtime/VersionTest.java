package org.ocibench.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionTest {

    private static final List<String> ASCENDING = List.of("0.3.3", "0.5.5", "1.0.0-rc93", "1.0.0-rc95", "1.0.0", "1.1.9", "1.1.13",
            "1.1.15", "1.2.0-alpha.1", "1.2.0-beta.2", "1.2.0-rc.1", "1.2.0-rc.2", "1.2.0-rc.10", "1.2.0", "1.2.0.1", "1.2.6",
            "1.6.0-rc.1", "1.6.0", "1.21", "20251117.0", "20260905.0", "20260905.1");

    @Test
    void versionsStandAsTheirProjectsMeanThem() {
        List<Version> shuffled = new ArrayList<>(ASCENDING.stream().map(Version::new).toList());
        Collections.shuffle(shuffled, new Random(3));
        Collections.sort(shuffled);
        assertEquals(ASCENDING, shuffled.stream().map(Version::text).toList());
    }

    @Test
    void theOrderIsTotal() {
        for (int i = 0; i < ASCENDING.size(); i++) {
            for (int j = 0; j < ASCENDING.size(); j++) {
                int order = new Version(ASCENDING.get(i)).compareTo(new Version(ASCENDING.get(j)));
                assertEquals(Integer.signum(i - j), Integer.signum(order), ASCENDING.get(i) + " to " + ASCENDING.get(j));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1.1.5, 1.1.5+ds1", "1.1.5, 1.1.5", "1.0.0-rc95, 1.0.0-rc.95"})
    void whatDoesNotOrder(String one, String other) {
        assertEquals(0, new Version(one).compareTo(new Version(other)));
    }

    @Test
    void numbersMayBeLongerThanAnyMachineWord() {
        assertTrue(new Version("1." + "9".repeat(40)).compareTo(new Version("1.2")) > 0);
    }

    @ParameterizedTest
    @CsvSource({"1.2.0-rc.1, true", "1.0.0-rc95, true", "1.2.0-beta, true", "1.3.0+dev, true", "2.0.0~pre1, true",
        "1.2.0, false", "20260905.0, false", "1.1.5+ds1, false", "1.1.13+local, false", "1.2-arch, false", "1.2-source, false",
        "1.2-predicate, false"})
    void preReleases(String version, boolean preRelease) {
        assertEquals(preRelease, new Version(version).isPreRelease());
    }
}

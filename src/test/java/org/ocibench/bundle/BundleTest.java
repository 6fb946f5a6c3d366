package org.ocibench.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleTest {

    @TempDir
    Path temp;
    private final RuntimeSpec spec = new RuntimeSpec(Path.of("/var/lib/rootfs of \"@cgroupsPath@\""), false);

    @Test
    void isPrivate() throws IOException {
        Bundle bundle = Bundle.write(temp.resolve("deep/bundle"), spec, Workload.EXIT.args(), "/o/c1");
        assertEquals("rwx------", mode(bundle.folder()));
        assertEquals("rw-------", mode(bundle.config()));
        assertTrue(bundle.folder().isAbsolute());
        assertEquals(bundle.folder().resolve("config.json"), bundle.config());
    }

    @Test
    void retargetGivesExactlyTheRenderedText() throws IOException {
        Bundle bundle = Bundle.write(temp.resolve("bundle"), spec, Workload.LIVE50.args(), "/o/first-with-a-long-name");
        assertEquals(spec.render(Workload.LIVE50, "/o/first-with-a-long-name"), Files.readString(bundle.config()));
        for (String path : new String[] {"/o/c2", "/o/longer/than/everything/before/it", "/x"}) {
            bundle.retarget(path);
            assertEquals(spec.render(Workload.LIVE50, path), Files.readString(bundle.config()));
        }
        assertEquals("rw-------", mode(bundle.config()));
    }

    @Test
    void refusedPathLeavesTheBundleAsItWas() throws IOException {
        Bundle bundle = Bundle.write(temp.resolve("bundle"), spec, Workload.EXIT.args(), "/o/c1");
        assertThrows(IllegalArgumentException.class, () -> bundle.retarget("c2"));
        assertEquals(spec.render(Workload.EXIT, "/o/c1"), Files.readString(bundle.config()));
    }

    @Test
    void replacesAnOlderBundle() throws IOException {
        Bundle.write(temp, spec, Workload.LIVE50.args(), "/o/much-longer-than-the-next-one");
        Bundle bundle = Bundle.write(temp, spec, Workload.TRUE.args(), "/o/c1");
        assertEquals(spec.render(Workload.TRUE, "/o/c1"), Files.readString(bundle.config()));
    }

    @Test
    void retargetIsCheap() throws IOException {
        Bundle bundle = Bundle.write(temp.resolve("bundle"), spec, Workload.EXIT.args(), "/o/c0");
        for (int i = 0; i < 200; i++) {
            bundle.retarget("/o/warm" + i);
        }
        Duration best = Duration.ofDays(1);
        for (int round = 0; round < 20; round++) {
            Instant start = Instant.now();
            for (int i = 0; i < 50; i++) {
                bundle.retarget("/o/c" + i);
            }
            Duration each = Duration.between(start, Instant.now()).dividedBy(50);
            best = each.compareTo(best) < 0 ? each : best;
        }
        assertTrue(best.compareTo(Duration.ofMillis(1)) < 0, () -> "a retarget takes more than 1 ms");
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}

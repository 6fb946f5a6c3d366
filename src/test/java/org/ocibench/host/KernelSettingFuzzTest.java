package org.ocibench.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.ocibench.Told;

class KernelSettingFuzzTest {

    private static final String KNOB = "/sys/kernel/rcu_expedited";
    private static final String NOTE = "/run/ocibench/kernel/rcu_expedited.saved";

    @TempDir
    private Path root;

    @FuzzTest
    void restore(byte[] note) throws IOException {
        FakeHost host = new FakeHost(root).file(KNOB, "1\n").file("/proc/sys/kernel/random/boot_id", "boot-1\n").file(NOTE, "");
        Files.write(host.at(NOTE), note);
        KernelSetting setting = new KernelSetting(root, host.at(NOTE).getParent());
        assertTrue(setting.isChanged());
        try {
            boolean restored = setting.restore();
            assertFalse(setting.isChanged());
            String value = Files.readString(host.at(KNOB)).strip();
            assertTrue(value.matches("[0-9]{1,3}") && (restored || value.equals("1")), value);
        } catch (IOException e) {
            Told.of(e, host.at(NOTE));
            assertArrayEquals(note, Files.readAllBytes(host.at(NOTE)));
            assertEquals("1\n", Files.readString(host.at(KNOB)));
        }
    }
}

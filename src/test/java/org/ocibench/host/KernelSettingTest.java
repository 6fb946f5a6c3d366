package org.ocibench.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KernelSettingTest {

    private static final String KNOB = "/sys/kernel/rcu_expedited";
    private static final String BOOT = "/proc/sys/kernel/random/boot_id";
    private static final String STATE = "/run/ocibench/kernel";
    private static final String NOTE = STATE + "/rcu_expedited.saved";

    @TempDir
    private Path root;
    private FakeHost host;
    private KernelSetting setting;

    @BeforeEach
    void host() {
        host = new FakeHost(root).file(KNOB, "0\n").file(BOOT, "boot-1\n");
        setting = new KernelSetting(root, host.at(STATE));
    }

    private String read(String path) throws IOException {
        return Files.readString(host.at(path)).strip();
    }

    private boolean noted() {
        return Files.exists(host.at(NOTE));
    }

    /** A folder in place of the switch refuses every write, root's too. */
    private void refuseWrites() throws IOException {
        Files.delete(host.at(KNOB));
        host.folder(KNOB);
    }

    @Test
    void quietIsUndoneAndLeavesNoNote() throws IOException {
        setting.apply(KernelSetting.QUIET);
        assertEquals("1", read(KNOB));
        assertEquals("0 boot-1", read(NOTE));
        assertEquals(KernelSetting.QUIET, setting.current());
        assertTrue(setting.restore());
        assertEquals("0", read(KNOB));
        assertFalse(noted());
        assertEquals(KernelSetting.DEFAULT, setting.current());
    }

    @Test
    void withoutANoteOnDiskNothingIsWritten() throws IOException {
        host.file(STATE, "a file where the folder should be");
        assertThrows(IOException.class, () -> setting.apply(KernelSetting.QUIET));
        assertEquals("0", read(KNOB));
    }

    @Test
    void defaultRestoresWhatQuietChanged() throws IOException {
        setting.apply(KernelSetting.QUIET);
        setting.apply(KernelSetting.DEFAULT);
        assertEquals("0", read(KNOB));
        assertFalse(noted());
        setting.apply(KernelSetting.DEFAULT);
        assertEquals("0", read(KNOB));
    }

    @Test
    void theFirstValueFoundIsKeptOverSeveralChanges() throws IOException {
        setting.apply(KernelSetting.QUIET);
        setting.apply(KernelSetting.QUIET);
        new KernelSetting(root, host.at(STATE)).apply(KernelSetting.QUIET);
        assertEquals("0 boot-1", read(NOTE));
        assertTrue(new KernelSetting(root, host.at(STATE)).restore(), "another process restores");
        assertEquals("0", read(KNOB));
    }

    @Test
    void aHostThatWasQuietStaysSo() throws IOException {
        host.file(KNOB, "1\n");
        setting.apply(KernelSetting.QUIET);
        assertTrue(setting.restore());
        assertEquals("1", read(KNOB));
    }

    @Test
    void restoringTwiceDoesNothingMore() throws IOException {
        setting.apply(KernelSetting.QUIET);
        assertTrue(setting.restore());
        host.file(KNOB, "1\n");
        assertFalse(setting.restore());
        assertEquals("1", read(KNOB));
    }

    @Test
    void aNoteOfAnotherBootIsDroppedAndNotWrittenBack() throws IOException {
        setting.apply(KernelSetting.QUIET);
        host.file(BOOT, "boot-2\n");
        assertFalse(setting.restore());
        assertEquals("1", read(KNOB));
        assertFalse(noted());
    }

    @Test
    void aHostWithoutBootIdRestoresToo() throws IOException {
        Files.delete(host.at(BOOT));
        setting.apply(KernelSetting.QUIET);
        assertTrue(setting.restore());
        assertEquals("0", read(KNOB));
    }

    @ParameterizedTest
    @ValueSource(strings = {"reboot boot-1", "-1 boot-1", "0\n1 boot-1", "12345 boot-1", "0", "", "0 boot-1 more"})
    void aDamagedNoteIsKeptAndSaysWhatToDo(String note) throws IOException {
        host.file(KNOB, "1\n").file(NOTE, note + "\n");
        IOException thrown = assertThrows(IOException.class, setting::restore);
        assertTrue(thrown.getMessage().contains(host.at(NOTE).toString()), thrown.getMessage());
        assertTrue(thrown.getMessage().contains(host.at(KNOB).toString()), thrown.getMessage());
        assertEquals("1", read(KNOB));
        assertEquals(note, read(NOTE));
    }

    @Test
    void aNoteThatIsALinkIsNotFollowed() throws IOException {
        host.file(KNOB, "1\n").file("/elsewhere", "0 boot-1\n").folder(STATE);
        Files.createSymbolicLink(host.at(NOTE), host.at("/elsewhere"));
        assertTrue(setting.isChanged());
        IOException thrown = assertThrows(IOException.class, setting::restore);
        assertTrue(thrown.getMessage().contains(host.at(NOTE) + " is damaged"), thrown.getMessage());
        assertEquals("1", read(KNOB));
    }

    @Test
    void aValueThatCannotBeWrittenBackStaysNoted() throws IOException {
        setting.apply(KernelSetting.QUIET);
        refuseWrites();
        assertThrows(IOException.class, setting::restore);
        assertEquals("0 boot-1", read(NOTE));
        Files.delete(host.at(KNOB));
        host.file(KNOB, "1\n");
        assertTrue(setting.restore());
        assertEquals("0", read(KNOB));
    }

    @Test
    void aSwitchThatCannotBeReadLeavesNoNote() throws IOException {
        refuseWrites();
        assertThrows(IOException.class, () -> setting.apply(KernelSetting.QUIET));
        assertFalse(noted());
    }

    @Test
    void aSwitchThatCannotBeWrittenLeavesNoNoteOfAChangeThatWasNotMade() throws IOException {
        Files.delete(host.at(KNOB));
        // Can be read, and written by nobody.
        Files.createSymbolicLink(host.at(KNOB), Path.of("/proc/sys/kernel/osrelease"));
        assertThrows(IOException.class, () -> setting.apply(KernelSetting.QUIET));
        Files.delete(host.at(KNOB));
        assertFalse(noted());
        assertFalse(setting.restore());
    }

    @Test
    void obstacles() throws IOException {
        assertNull(setting.obstacle());
        Files.delete(host.at(KNOB));
        assertTrue(setting.obstacle().contains("does not exist"), setting.obstacle());
        assertEquals(KernelSetting.DEFAULT, setting.current());
        assertFalse(setting.restore());
    }
}

package org.ocibench.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorageFactsTest {

    @TempDir
    private Path root;
    private FakeHost host;

    @BeforeEach
    void host() {
        host = new FakeHost(root);
    }

    @Test
    void aPathIsOnTheNearestMountAboveIt() {
        host.mount("/var/lib", "xfs", "rw,relatime", "rw,noquota").folder("/var/library").folder("/var/lib/x");
        assertEquals("xfs", StorageFacts.of(root, Path.of("/var/lib/x")).fileSystem().value());
        assertEquals("ext4", StorageFacts.of(root, Path.of("/var/library")).fileSystem().value());
    }

    @Test
    void aMountHiddenByALaterOneAboveItDoesNotCount() {
        host.mount("/run/containerd", "xfs", "rw", "rw").mount("/run", "tmpfs", "rw", "rw");
        assertEquals("tmpfs", StorageFacts.of(root, Path.of("/run/containerd/x")).fileSystem().value());
    }

    @Test
    void optionsAreMergedAndIdentifyingOnesHidden() {
        host.mount("/data", "overlay", "rw,noatime", "rw,lowerdir=/srv/me/l,upperdir=/srv/me/u,redirect_dir=on,username=bob");
        assertEquals(List.of("lowerdir=*", "noatime", "redirect_dir=on", "rw", "upperdir=*", "username=*"),
                StorageFacts.of(root, Path.of("/data/new/folder")).options().value());
    }

    @Test
    void linksAreResolved() throws Exception {
        host.mount("/disk", "btrfs", "rw", "rw").folder("/disk/d").folder("/var");
        Files.createSymbolicLink(host.at("/var/d"), host.at("/disk/d"));
        assertEquals("btrfs", StorageFacts.of(root, Path.of("/var/d")).fileSystem().value());
    }

    @Test
    void withoutAMountTableThereIsAReason() {
        StorageFacts facts = StorageFacts.of(root.resolve("none"), Path.of("/x"));
        assertFalse(facts.fileSystem().isKnown());
        assertTrue(facts.json().get("options").toString().contains("mountinfo"));
    }

    @Test
    void procOfThisHostIsProc() {
        assertEquals("proc", StorageFacts.of(Path.of("/proc/self/fd")).fileSystem().value());
    }
}

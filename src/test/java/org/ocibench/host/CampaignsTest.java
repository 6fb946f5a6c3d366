package org.ocibench.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CampaignsTest {

    private static final String TOKEN = "ocib-3fa2b1";
    private static final Instant SINCE = Instant.parse("2026-11-24T01:02:03Z");
    private static final String OWNER_FILE = "/run/ocibench/" + TOKEN + "/owner.json";

    @TempDir
    private Path root;
    private FakeHost host;

    @BeforeEach
    void host() throws IOException {
        host = new FakeHost(root);
        host.process(77, 770, "java", "/", "java");
        host.file("/proc/self/stat", Files.readString(host.at("/proc/77/stat")));
    }

    @Test
    void aCampaignLivesWhileItsProcessDoes() throws IOException {
        try (CampaignLock lock = CampaignLock.acquire(root, TOKEN, SINCE, null)) {
            assertEquals(new OwnerFile(77, 770, TOKEN, SINCE), lock.owner());
            assertEquals(Optional.of(lock.owner()), OwnerFile.read(root, TOKEN));
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(lock.folder())));
            assertEquals(Set.of(), Campaigns.dead(root));
            assertEquals(Set.of(TOKEN), Campaigns.all(root));
            host.process(77, 999, "other", "/", "other");
            assertEquals(Set.of(TOKEN), Campaigns.dead(root), "the number is another process's");
            host.process(77, 770, "java", 'Z', 1, 77, 0, "/");
            assertTrue(Campaigns.isDead(root, TOKEN), "a zombie does not measure");
        }
        assertFalse(Files.exists(host.at("/run/ocibench/" + TOKEN)));
        assertEquals(Set.of(), names("/run/ocibench"));
    }

    @Test
    void aTokenIsTakenOnce() throws IOException {
        try (CampaignLock first = CampaignLock.acquire(root, TOKEN, SINCE, null)) {
            assertThrows(FileAlreadyExistsException.class, () -> CampaignLock.acquire(root, TOKEN, SINCE, null));
            assertEquals(Optional.of(first.owner()), OwnerFile.read(root, TOKEN));
        }
        assertThrows(IllegalArgumentException.class, () -> CampaignLock.acquire(root, "../etc", SINCE, null));
    }

    @Test
    void oneCampaignAtATime() throws IOException {
        String other = "ocib-000001";
        host.process(78, 780, "java", "/", "java");
        host.file("/run/ocibench/" + other + "/owner.json",
                "{\"pid\":78,\"startTime\":780,\"token\":\"" + other + "\",\"since\":\"2026-11-24T01:00:00Z\"}");
        HostBusyException busy = assertThrows(HostBusyException.class, () -> CampaignLock.acquire(root, TOKEN, SINCE, null));
        assertTrue(busy.getMessage().contains(other) && busy.getMessage().contains("78"), busy.getMessage());
        assertEquals(Set.of(other), Campaigns.all(root), "nothing is left of the one refused");
        CampaignLock.acquire(root, TOKEN, SINCE, other).close();

        host.process(78, 999, "another", "/", "another");
        CampaignLock.acquire(root, TOKEN, SINCE, null).close();
    }

    @Test
    void draftsOfDeadMakersAreRemovedAndThoseOfLivingOnesAreNot() throws IOException {
        host.process(78, 780, "java", "/", "java");
        String home = "/run/ocibench/";
        host.file(home + ".new-78:779-1/owner.json", "{").folder(home + ".new-79:1-2");
        host.folder(home + ".new-78:780-3").folder(home + ".new-4").file(home + ".new-79:1-5", "");
        CampaignLock.acquire(root, TOKEN, SINCE, null).close();
        assertEquals(Set.of(".new-78:780-3", ".new-4", ".new-79:1-5"), names(home));

        host.process(78, 781, "another", "/", "another");
        assertEquals(List.of(host.at(home + ".new-78:780-3")), LockDraft.removeDead(root));
    }

    @Test
    void aDraftIsNamedByItsMaker() throws IOException {
        Path draft = LockDraft.create(Files.createDirectories(host.at("/run/ocibench")), ProcessKey.self(root));
        assertEquals(List.of(), LockDraft.removeDead(root));
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(draft)));
        host.process(77, 999, "other", "/", "other");
        assertEquals(List.of(draft), LockDraft.removeDead(root));
        assertFalse(Files.exists(draft));
    }

    private Set<String> names(String folder) throws IOException {
        try (Stream<Path> entries = Files.list(host.at(folder))) {
            return entries.map(entry -> entry.getFileName().toString()).collect(Collectors.toSet());
        }
    }

    @Test
    void closingKeepsWhatOthersLeftAndTheCampaignIsDead() throws IOException {
        CampaignLock lock = CampaignLock.acquire(root, TOKEN, SINCE, null);
        host.folder("/run/ocibench/" + TOKEN + "/crun");
        lock.close();
        lock.close();
        assertEquals(Set.of(TOKEN), Campaigns.dead(root));
    }

    @Test
    void deadCampaignsAreFoundByAnyOfTheirFolders() throws IOException {
        host.mount("/sys/fs/cgroup/memory", "cgroup", "rw", "rw,memory");
        host.folder("/run/ocibench/ocib-000001").folder("/var/lib/ocibench/ocib-000002").folder("/run/ocibench/notes");
        host.folder("/sys/fs/cgroup/memory/ocibench/ocib-000003").folder("/sys/fs/cgroup/memory/ocib-000004");
        assertEquals(Set.of("ocib-000001", "ocib-000002", "ocib-000003"), Campaigns.dead(root));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{\"pid\":77}", "{\"pid\":\"77\",\"startTime\":770,\"token\":\"ocib-3fa2b1\"}",
        "{\"pid\":77,\"startTime\":770,\"token\":\"ocib-000000\",\"since\":\"2026-11-24T01:02:03Z\"}",
        "{\"pid\":77,\"startTime\":770,\"token\":\"ocib-3fa2b1\",\"since\":\"yesterday\"}"})
    void aFileOfAnotherShapeOwnsNothing(String content) throws IOException {
        host.file(OWNER_FILE, content);
        assertEquals(Optional.empty(), OwnerFile.read(root, TOKEN));
        assertTrue(Campaigns.isDead(root, TOKEN));
    }

    @Test
    void linksAndHugeFilesAreNotRead() throws IOException {
        String good = "{\"pid\":77,\"startTime\":770,\"token\":\"ocib-3fa2b1\",\"since\":\"2026-11-24T01:02:03Z\"}";
        host.file(OWNER_FILE, good);
        assertTrue(OwnerFile.read(root, TOKEN).isPresent());
        host.file(OWNER_FILE, good + " ".repeat(5000));
        assertTrue(OwnerFile.read(root, TOKEN).isEmpty());

        host.file("/elsewhere/owner.json", good);
        Files.delete(host.at(OWNER_FILE));
        Files.createSymbolicLink(host.at(OWNER_FILE), host.at("/elsewhere/owner.json"));
        assertTrue(OwnerFile.read(root, TOKEN).isEmpty());

        Files.delete(host.at(OWNER_FILE));
        Files.delete(host.at("/run/ocibench/" + TOKEN));
        Files.createSymbolicLink(host.at("/run/ocibench/" + TOKEN), host.at("/elsewhere"));
        assertTrue(OwnerFile.read(root, TOKEN).isEmpty());
    }

    @Test
    void pipesOwnNothingAndAreNotWaitedFor() throws Exception {
        host.folder("/run/ocibench/" + TOKEN);
        assertEquals(0, new ProcessBuilder("mkfifo", host.at(OWNER_FILE).toString()).start().waitFor());
        assertTrue(OwnerFile.read(root, TOKEN).isEmpty());
    }

    @Test
    void thisProcessIsAlive() throws IOException {
        Path real = Path.of("/");
        ProcessKey self = ProcessKey.self(real);
        assertEquals(ProcessHandle.current().pid(), self.pid());
        assertTrue(new OwnerFile(self.pid(), self.start(), TOKEN, SINCE).isAlive(real));
        assertFalse(new OwnerFile(self.pid(), self.start() + 1, TOKEN, SINCE).isAlive(real));
    }
}

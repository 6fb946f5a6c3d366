package org.ocibench.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

class OwnerFileFuzzTest {

    private static final String TOKEN = "ocib-3fa2b1";

    @TempDir
    private Path root;

    @FuzzTest
    void read(byte[] content) throws IOException {
        Path file = Files.createDirectories(OwnerFile.folder(root, TOKEN)).resolve(OwnerFile.NAME);
        Files.write(file, content);
        Optional<OwnerFile> owner = OwnerFile.read(root, TOKEN);
        if (owner.isPresent()) {
            assertEquals(TOKEN, owner.get().token());
            assertFalse(owner.get().isAlive(root), "there are no processes here");
            Files.write(file, owner.get().json());
            assertEquals(owner, OwnerFile.read(root, TOKEN));
        }
    }
}

package org.ocibench.schedule;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ocibench.engine.Arm;
import org.ocibench.engine.Engines;
import org.ocibench.engine.World;
import org.ocibench.host.Sha256;
import org.ocibench.runtime.ResolvedRuntime;

/**
 * Whether the programs that an arm starts are still those that the campaign began with: an upgrade in its middle would be
 * measured under the old name.
 */
final class Binaries {

    /** The inode's change time moves with content, owner, mode and name; only then is the content read again. */
    private static final String WHAT_MOVES = "unix:ino,size,ctime";

    private final Map<String, List<Path>> byArm = new HashMap<>();
    private final Map<Path, State> states = new HashMap<>();

    private record State(Map<String, Object> moves, String sha256) {
    }

    /**
     * @param digests SHA-256 of the programs, as they were read for meta.json: reading them all again takes a second
     * @throws IOException if one of them cannot be read
     */
    Binaries(World world, List<Arm> arms, Map<Path, String> digests) throws IOException {
        for (Arm arm : arms) {
            List<Path> programs = new ArrayList<>();
            ResolvedRuntime runtime = world.runtimes().get(arm.runtime());
            if (runtime != null) {
                programs.add(Path.of(runtime.binary()));
            }
            if (Engines.needsContainerd(arm)) {
                programs.add(Engines.needsNerdctl(arm) ? world.containerd().nerdctl() : world.containerd().ctr());
            }
            byArm.put(arm.key(), programs);
            for (Path program : programs) {
                if (!states.containsKey(program)) {
                    states.put(program, new State(moves(program), digests.get(program)));
                }
            }
        }
    }

    /** What happened to a program of this arm, or empty if all are as they were. */
    Optional<String> change(String arm) {
        for (Path program : byArm.get(arm)) {
            State before = states.get(program);
            try {
                Map<String, Object> moves = moves(program);
                if (!moves.equals(before.moves())) {
                    if (!Files.isRegularFile(program) || !moves.get("size").equals(before.moves().get("size"))) {
                        return Optional.of(program + " was replaced during the campaign (by something of another kind or size)");
                    }
                    State now = new State(moves, Sha256.of(program));
                    if (!now.sha256().equals(before.sha256())) {
                        return Optional.of(program + " was replaced during the campaign (SHA-256 " + brief(before) + ", now "
                                + brief(now) + ")");
                    }
                    states.put(program, now);
                }
            } catch (IOException e) {
                return Optional.of(program + " cannot be read any more: " + e.getMessage());
            }
        }
        return Optional.empty();
    }

    private static Map<String, Object> moves(Path file) throws IOException {
        return Files.readAttributes(file, WHAT_MOVES);
    }

    private static String brief(State state) {
        return state.sha256().substring(0, 12);
    }
}

package org.ocibench.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.ocibench.campaign.OperationRow;

/** One campaign that is ended at one moment of its life, or left alone, and what became of it. */
final class Moment {

    private static final int INTERRUPTED = 130;
    private static final int KILLED = 137;
    private static final int UNAVAILABLE = 69;
    private static final long PATIENCE_MILLIS = 5000;
    private static final long POLL_MILLIS = 50;

    private final Path folder;
    private final Random random;
    private final Bench bench;
    private final Path temporary;
    private final Path starts;
    private final String[] arguments;
    private final List<String> wrong = new ArrayList<>();

    /** @param folder new; takes all that the campaign writes */
    Moment(Path folder, Random random, Life life, String... further) throws IOException, InterruptedException {
        this.folder = Files.createDirectories(folder);
        this.random = random;
        temporary = Files.createDirectory(folder.resolve("tmp"));
        // Elsewhere than in /tmp, where files bear no campaign's name.
        bench = new Bench(folder).environment("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + temporary);
        FakeRuntime fakes = new FakeRuntime(folder, Requirements.newest("crun", "crun")).add(Witness.NAME, "none", "1+");
        starts = folder.resolve("bin").resolve(Witness.NAME + ".starts");
        List<String> all = new ArrayList<>(life.arguments());
        all.addAll(List.of("--op-timeout", "10"));
        all.addAll(List.of(further));
        arguments = fakes.tell(bench, all.toArray(String[]::new));
    }

    /** A statement about the outcome that may not hold. */
    private interface Check {
        void run() throws IOException, InterruptedException;
    }

    private void check(String what, Check check) throws InterruptedException {
        try {
            check.run();
        } catch (AssertionError | IOException | RuntimeException e) {
            wrong.add(what + ": " + e.getMessage());
        }
    }

    /** Lets the campaign live to its end, where nothing may be wrong, and tells how long it lives. */
    Life leftAlone(Life asked) throws IOException, InterruptedException {
        Bench.Running running = bench.startCampaign(arguments);
        String token = running.token();
        long begun = System.nanoTime();
        Kept kept = running.await().exits(0).speaksPlainly().kept();
        double seconds = (System.nanoTime() - begun) / 1e9;
        kept.assertConsistent();
        kept.assertNoGaps();
        Witness witness = Witness.read(starts, token);
        assertEquals(kept.starts().stream().filter(Witness::isWitness).count(), witness.starts().size(),
                "starts begun, and in the log");
        assertEquals(0, witness.lost(kept.rows(), null), "operations lost");
        assertEquals(Set.of(), Leftovers.of(token), "leftovers");
        long perBlock = kept.rows().stream().filter(row -> row.block() == 1).count();
        return new Life(seconds, perBlock, asked.timed(), asked.blocks(), asked.arguments());
    }

    /**
     * Ends the campaign.
     *
     * @param seconds after it has its token
     * @param kernel  state of the kernel's switch while no campaign lives
     * @return empty if it ended before that by itself
     */
    Optional<Outcome> end(Death death, double seconds, Life life, int kernel) throws IOException, InterruptedException {
        Bench.Running running = bench.startCampaign(arguments);
        String token = running.token();
        try (Family family = new Family(running.pid())) {
            Thread.sleep((long) (seconds * 1000));
            String phase = running.isAlive() ? life.phase(bench.results(), starts) : "";
            if (!death.deliver(running, token, random)) {
                running.await();
                return Optional.empty();
            }
            Bench.Ended ended = running.await();
            Set<String> before = left(token, family);
            String cleaner = "";
            if (death.isMute()) {
                cleaner = clean(token, kernel);
            }
            check("said", ended::speaksPlainly);
            Set<String> after = leftAtLast(token, family);
            check("left", () -> assertEquals(Set.of(), after));
            check("rcu_expedited", () -> {
                if (KernelSwitch.read() != kernel) {
                    // A campaign of others may have set it by now.
                    Bench.awaitFreeHost();
                }
                assertEquals(kernel, KernelSwitch.read());
            });
            check("exit code", () -> checkExit(death, phase, ended));
            Witness witness = Witness.read(starts, token);
            Optional<Kept> kept = Optional.empty();
            try {
                kept = death.isMute() || Kept.folderOf(bench.results()) == null ? Kept.ofDead(bench.results())
                        : Optional.of(Kept.only(bench.results()));
            } catch (AssertionError | IOException | RuntimeException e) {
                wrong.add("results: " + e);
            }
            return Optional.of(outcome(death, phase, ended, witness, kept.orElse(null), life, before, cleaner, after));
        }
    }

    private Outcome outcome(Death death, String phase, Bench.Ended ended, Witness witness, Kept kept, Life life,
            Set<String> before, String cleaner, Set<String> after) throws InterruptedException {
        List<OperationRow> rows = kept == null ? List.of() : kept.rows();
        int[] values = {-1};
        if (kept != null) {
            check("log", kept::assertNoGaps);
            if (death.isMute()) {
                check("jmh.json", () -> assertTrue(kept.jmh().isArray() || rows.isEmpty(), "none, but a log"));
            } else {
                check("results", kept::assertConsistent);
            }
            if (kept.jmh().isArray()) {
                check("jmh.json", () -> values[0] = kept.assertNothingInvented());
            }
            if (death.endsTheBench()) {
                // The signal can come when the last block has ended.
                check("complete", () -> assertTrue(!kept.meta().path("complete").asBoolean()
                        || rows.size() >= life.blocks() * life.perBlock(), () -> rows.size() + " operations are not all"));
                check("failures", () -> assertEquals(List.of(), rows.stream().filter(row -> !row.succeeded()).toList()));
            } else {
                check("complete", () -> assertTrue(kept.meta().path("complete").asBoolean(), "it is"));
                check("others", () -> checkOthers(death, kept, life));
            }
            if (death.endsTheBench() && !death.isMute()) {
                check("leaks", () -> assertTrue(kept.meta().path("quality").path("leaks").isEmpty(),
                        kept.meta().path("quality").toString()));
            }
        }
        Witness.Start unfinished = death.endsTheBench() ? witness.last()
                : rows.stream().filter(Witness::isOfLostFork).map(Witness::of).findFirst().orElse(null);
        long lost = witness.lost(kept == null ? rows : kept.starts(), unfinished);
        check("operations", () -> assertEquals(0, lost, "lost"));
        check("operations", () -> assertEquals(0, witness.invented(rows), "invented"));
        return new Outcome(death, phase, ended.exit(), witness.starts().size(), rows.size(), lost, values[0], before, cleaner,
                after, List.copyOf(wrong));
    }

    // A signal that comes when all is written and said changes nothing any more.
    private void checkExit(Death death, String phase, Bench.Ended ended) throws IOException {
        if (death.endsTheBench() && !(ended.exit() == 0 && phase.equals("writing results"))) {
            ended.exits(death.isMute() ? KILLED : INTERRUPTED);
        } else if (death.needsContainerd() && Kept.folderOf(bench.results()) == null) {
            ended.exits(UNAVAILABLE);
            assertTrue(ended.err().contains("ocibench: "), ended.err());
        } else {
            ended.exits(0);
        }
    }

    /** Who has lost neither a fork nor containerd is measured as ever. */
    private static void checkOthers(Death death, Kept kept, Life life) {
        List<OperationRow> lost = kept.rows().stream().filter(Witness::isOfLostFork).toList();
        assertTrue(lost.size() <= (death.needsContainerd() ? 0 : 1), () -> "forks lost: " + lost);
        for (String arm : kept.arms()) {
            for (int block = 1; block <= life.blocks(); block++) {
                int number = block;
                boolean hit = death.needsContainerd() ? arm.contains("/ctr/")
                        : lost.stream().anyMatch(row -> row.arm().equals(arm) && row.block() == number);
                if (!hit) {
                    assertEquals(life.timed(), kept.timed(arm).stream()
                            .filter(row -> row.block() == number && row.succeeded()).count(), () -> arm + " in block " + number
                            + ", which failed: " + kept.failures(arm, row -> row.block() == number));
                }
            }
        }
    }

    /** Has {@code clean}, with or without a living campaign beside it, or the next campaign clean up after a dead one. */
    private String clean(String token, int kernel) throws IOException, InterruptedException {
        String[] cleaner = {random.nextBoolean() ? "the next start"
                : random.nextBoolean() ? "clean" : "clean beside a living one"};
        check(cleaner[0], () -> {
            if (cleaner[0].equals("the next start")) {
                Path next = Files.createDirectory(folder.resolve("next"));
                new Bench(next).campaign("-p", "runtime=crun", "-p", "via=direct", "-f", "1", "-i", "4").exits(0).speaksPlainly();
                return;
            }
            if (cleaner[0].equals("clean beside a living one")) {
                Bench.awaitFreeHost();
                try (LivingCampaign living = new LivingCampaign()) {
                    Bench.Ended cleaned = bench.run("clean").exits(0).speaksPlainly();
                    assertFalse(cleaned.out().contains(living.token()), cleaned.out());
                    assertEquals(living.things(), Leftovers.of(living.token()), "what the living campaign has");
                    Leftovers.assertNone(token);
                }
                if (KernelSwitch.read() == kernel) {
                    return;
                }
            }
            // Only when no campaign lives may the kernel's switch be put back.
            Bench.awaitFreeHost();
            bench.run("clean").exits(0).speaksPlainly();
        });
        return cleaner[0];
    }

    private Set<String> leftAtLast(String token, Family family) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
        Set<String> left = left(token, family);
        while (!left.isEmpty() && System.nanoTime() < deadline) {
            Thread.sleep(POLL_MILLIS);
            left = left(token, family);
        }
        return left;
    }

    private Set<String> left(String token, Family family) throws IOException {
        Set<String> left = new TreeSet<>(Leftovers.of(token));
        for (Leftovers.Stat living : family.living()) {
            String process = "process " + living.pid() + " ";
            if (left.stream().noneMatch(known -> known.startsWith(process))) {
                left.add(process + living.name());
            }
        }
        Bench.entries(temporary).forEach(file -> left.add("file " + file));
        return left;
    }
}

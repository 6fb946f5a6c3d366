package org.ocibench.it;

import java.io.IOException;
import java.util.List;
import java.util.Random;

/** A way in which the bench, or a part of it, is ended from outside. */
enum Death {

    SCHEDULER_INT("SIGINT to the scheduler", Victim.SCHEDULER, "INT"),
    SCHEDULER_TERM("SIGTERM to the scheduler", Victim.SCHEDULER, "TERM"),
    SCHEDULER_HUP("SIGHUP to the scheduler", Victim.SCHEDULER, "HUP"),
    SCHEDULER_KILL("SIGKILL to the scheduler", Victim.SCHEDULER, "KILL"),
    GROUP_INT("SIGINT to the process group", Victim.GROUP, "INT"),
    GROUP_TERM("SIGTERM to the process group", Victim.GROUP, "TERM"),
    GROUP_HUP("SIGHUP to the process group", Victim.GROUP, "HUP"),
    GROUP_KILL("SIGKILL to the process group", Victim.GROUP, "KILL"),
    FORK_KILL("SIGKILL to a JMH fork", Victim.FORK, "KILL"),
    CONTAINERD_KILL("SIGKILL to the private containerd", Victim.CONTAINERD, "KILL"),
    CONTAINERD_TERM("SIGTERM to the private containerd", Victim.CONTAINERD, "TERM");

    private enum Victim {
        SCHEDULER, GROUP, FORK, CONTAINERD
    }

    private static final long POLL_MILLIS = 2;

    private final String label;
    private final Victim victim;
    private final String signal;

    Death(String label, Victim victim, String signal) {
        this.label = label;
        this.victim = victim;
        this.signal = signal;
    }

    String label() {
        return label;
    }

    /** Whether the bench itself is ended and can do nothing about it. */
    boolean isMute() {
        return endsTheBench() && signal.equals("KILL");
    }

    /** Whether it is the bench itself that is ended. */
    boolean endsTheBench() {
        return victim == Victim.SCHEDULER || victim == Victim.GROUP;
    }

    boolean needsContainerd() {
        return victim == Victim.CONTAINERD;
    }

    /**
     * Sends the signal; where there is no such process yet, or none just now, as soon as there is one.
     *
     * @return false if the campaign ended before
     */
    boolean deliver(Bench.Running running, String token, Random random) throws IOException, InterruptedException {
        while (running.isAlive()) {
            List<Long> victims = switch (victim) {
                case SCHEDULER -> List.of(running.pid());
                case GROUP -> List.of(-running.pid());
                case FORK -> Leftovers.processes("-Docibench.world=", token, "ForkedMain");
                case CONTAINERD -> Leftovers.processes("/containerd\0", token, "config.toml");
            };
            if (!victims.isEmpty() && sent(victims.get(random.nextInt(victims.size())))) {
                return true;
            }
            Thread.sleep(POLL_MILLIS);
        }
        return false;
    }

    private boolean sent(long target) throws IOException, InterruptedException {
        return new ProcessBuilder("sh", "-c", "kill -" + signal + " " + target)
                .redirectError(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
    }
}

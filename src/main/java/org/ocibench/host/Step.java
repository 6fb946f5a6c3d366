package org.ocibench.host;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** One thing that an operation does or waits for. What is timed is a list of them. */
public sealed interface Step {

    /** As {@link Command#stdout}: the pipe of this operation, whose first bytes {@link FirstByte} waits for. */
    Path PIPE = Path.of("/dev/fd/first-byte");

    /** What a message calls it, for example {@code create}. */
    String name();

    /**
     * Starts a program and waits for its end.
     *
     * @param name         what a message calls it
     * @param environment  all of its environment: nothing is inherited
     * @param stdout       file that takes its standard output, {@link #PIPE}, or null to discard it
     * @param stderr       file that takes its standard error, or null to discard it
     * @param expectedExit the exit code that means that it did its part
     */
    record Command(String name, List<String> argv, Map<String, String> environment, Path stdout, Path stderr, int expectedExit)
            implements Step {
        public Command {
            argv = List.copyOf(argv);
            environment = Map.copyOf(environment);
            if (argv.isEmpty()) {
                throw new IllegalArgumentException("argv is empty");
            }
        }

        /** A command that is meant to end with 0, named by its program. */
        public Command(List<String> argv, Map<String, String> environment, Path stdout, Path stderr) {
            this(argv.isEmpty() ? "" : argv.get(0), argv, environment, stdout, stderr, 0);
        }
    }

    /** Starts a program and goes on; {@link Rest} waits for its end. */
    record Begin(Command command) implements Step {
        @Override
        public String name() {
            return command.name();
        }
    }

    /** Waits for the end of what {@link Begin} started. */
    record Rest(int expectedExit) implements Step {
        @Override
        public String name() {
            return "end";
        }
    }

    /**
     * Waits until something can be read from the pipe of this operation.
     *
     * @param words what has to come first, in one write
     */
    record FirstByte(String words) implements Step {
        @Override
        public String name() {
            return "first byte";
        }
    }

    /**
     * Waits for the end of a process whose parent has ended, so that it became a child of this one: of a container's first
     * process, as a containerd shim does. The launcher asks the kernel for such orphans (PR_SET_CHILD_SUBREAPER) where an
     * operation has this step.
     *
     * @param pidFile file with its number, as written by {@code create --pid-file}
     */
    record Orphan(Path pidFile, int expectedExit) implements Step {
        @Override
        public String name() {
            return "wait";
        }
    }

    /**
     * From here on takes in the end of every orphan as it comes, without waiting for it: a runtime that is to end a container
     * and to see it gone would otherwise see a zombie for ever.
     *
     * @param but file with the number of the one that {@link Orphan} waits for, or null
     */
    record TakeOrphans(Path but) implements Step {
        @Override
        public String name() {
            return "take orphans";
        }
    }

    /** Waits until every orphan that {@link TakeOrphans} saw has ended. */
    record OrphansGone() implements Step {
        @Override
        public String name() {
            return "orphans gone";
        }
    }
}

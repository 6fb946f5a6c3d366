package org.ocibench.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.exec.CommandLine;

/** A step made ready: everything that can be done beforehand is done. */
abstract class Part {

    /** What a step says that has no exit code of its own. */
    static final int DONE = 0;
    /** What a step says that did not come to its end. */
    static final int UNDONE = -1;

    final Step step;
    final int expected;

    Part(Step step, int expected) {
        this.step = step;
        this.expected = expected;
    }

    /** Does it and gives back its exit code. */
    abstract int run(Stage stage) throws IOException;

    /** User and system time in microseconds of what ended in it. */
    long cpuMicros() {
        return 0;
    }

    /** What went wrong, where the exit code does not tell. */
    String said() {
        return "";
    }

    void close() {
        // Most hold nothing that the garbage collector would not take.
    }

    static Part of(Step step, Stage stage) throws IOException {
        if (step instanceof Step.Command command) {
            return new Run(command, stage);
        }
        if (step instanceof Step.Begin begin) {
            return new Begun(begin, stage);
        }
        if (step instanceof Step.Rest rest) {
            return new Rest(rest);
        }
        if (step instanceof Step.FirstByte first) {
            return new First(first);
        }
        if (step instanceof Step.Orphan orphan) {
            return new Adopted(orphan, stage);
        }
        if (step instanceof Step.TakeOrphans take) {
            return new Taken(take, stage);
        }
        return new Gone((Step.OrphansGone) step, stage);
    }

    private static Spawner spawner(Step.Command command, Stage stage) throws IOException {
        Path stdout = Step.PIPE.equals(command.stdout()) ? stage.pipe().writingEnd() : command.stdout();
        return new Spawner(command.argv(), command.environment(), stdout, command.stderr());
    }

    private static final class Run extends Part {

        private final Step.Command command;
        private final CommandLine line;
        private final Spawner spawner;
        private final boolean piped;
        private SpawnedProcess process;

        Run(Step.Command command, Stage stage) throws IOException {
            super(command, command.expectedExit());
            this.command = command;
            line = new CommandLine(command.argv().get(0));
            for (String argument : command.argv().subList(1, command.argv().size())) {
                line.addArgument(argument, false);
            }
            spawner = spawner(command, stage);
            piped = Step.PIPE.equals(command.stdout());
        }

        @Override
        int run(Stage stage) throws IOException {
            int code = stage.execute(spawner, line, command.environment());
            process = stage.process();
            if (piped) {
                stage.pipe().letGo();
            }
            return code;
        }

        @Override
        long cpuMicros() {
            return process == null ? 0 : process.cpuMicros();
        }

        @Override
        void close() {
            spawner.close();
        }
    }

    private static final class Begun extends Part {

        private final Spawner spawner;
        private final boolean piped;

        Begun(Step.Begin begin, Stage stage) throws IOException {
            super(begin, DONE);
            spawner = spawner(begin.command(), stage);
            piped = Step.PIPE.equals(begin.command().stdout());
        }

        @Override
        int run(Stage stage) throws IOException {
            stage.begin(spawner);
            if (piped) {
                stage.pipe().letGo();
            }
            return DONE;
        }

        @Override
        void close() {
            spawner.close();
        }
    }

    private static final class Rest extends Part {

        private long cpuMicros;

        Rest(Step.Rest rest) {
            super(rest, rest.expectedExit());
        }

        @Override
        int run(Stage stage) {
            int code = stage.process().waitFor();
            cpuMicros = stage.process().cpuMicros();
            return code;
        }

        @Override
        long cpuMicros() {
            return cpuMicros;
        }
    }

    private static final class First extends Part {

        private final String words;

        First(Step.FirstByte first) {
            super(first, DONE);
            words = first.words();
        }

        @Override
        int run(Stage stage) throws IOException {
            if (stage.pipe().first(stage.limitMillis()).startsWith(words)) {
                return DONE;
            }
            // What ended without a word says by its exit code why; not by one that would mean success.
            int code = stage.process().isAlive() ? stage.process().waitFor() : UNDONE;
            return code == DONE ? UNDONE : code;
        }

        @Override
        String said() {
            return "the container did not write its mark";
        }
    }

    private static final class Adopted extends Part {

        private final Path pidFile;
        private SpawnedProcess process;
        private String said = "";

        Adopted(Step.Orphan orphan, Stage stage) throws IOException {
            super(orphan, orphan.expectedExit());
            pidFile = orphan.pidFile();
            stage.orphans();
        }

        @Override
        int run(Stage stage) throws IOException {
            int pid = pid(pidFile);
            if (pid == 0) {
                said = "no process id was left in " + pidFile.getFileName();
                return UNDONE;
            }
            stage.orphans().takeOthers(pid);
            process = new SpawnedProcess(pid);
            stage.guard(process);
            try {
                return process.waitFor();
            } catch (IllegalStateException e) {
                said = "the container's process is no child of its starter";
                process = null;
                return UNDONE;
            }
        }

        @Override
        String said() {
            return said;
        }

        @Override
        long cpuMicros() {
            return process == null ? 0 : process.cpuMicros();
        }
    }

    private static final class Taken extends Part {

        private final Path but;

        Taken(Step.TakeOrphans take, Stage stage) throws IOException {
            super(take, DONE);
            but = take.but();
            stage.orphans();
        }

        @Override
        int run(Stage stage) throws IOException {
            stage.orphans().takeAll(but == null ? 0 : pid(but));
            return DONE;
        }
    }

    private static final class Gone extends Part {

        Gone(Step.OrphansGone gone, Stage stage) throws IOException {
            super(gone, DONE);
            stage.orphans();
        }

        @Override
        int run(Stage stage) throws IOException {
            return stage.orphans().awaitEnds() ? DONE : UNDONE;
        }

        @Override
        String said() {
            return "a process of the container did not end";
        }
    }

    // 0 where the file tells none: whoever needs the number finds out and says so.
    private static int pid(Path file) {
        try {
            return Integer.parseInt(Files.readString(file).strip());
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }
}

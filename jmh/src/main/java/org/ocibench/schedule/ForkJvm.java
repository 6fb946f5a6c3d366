package org.ocibench.schedule;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ocibench.host.Tool;

/** The flags that every fork gets: a JVM that starts fast and spawns cheaply. JMH records them. */
final class ForkJvm {

    private static final Duration PROBE_LIMIT = Duration.ofSeconds(20);
    private static final Pattern FEATURE = Pattern.compile("version \"(\\d+)");
    /** Since then the JDK warns when native code is called without leave. */
    private static final int NATIVE_ACCESS_WARNS = 24;

    private ForkJvm() {
    }

    /**
     * The flags.
     *
     * @param jvm java executable of the forks, or null for this JVM's own
     */
    static List<String> flags(String jvm) throws IOException {
        int feature = jvm == null ? Runtime.version().feature() : feature(jvm);
        List<String> flags = new ArrayList<>(List.of("-Xms32m", "-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData", "-Xshare:auto"));
        // A fork launches some hundred times at most. Compiled only after 200 calls, as by default, its part of a launch would be
        // interpreted throughout: 0.15 ms more. With .01 instead of .05 the pause between two of its first 24 starts falls from
        // 2.3 to 1.4 ms, and with it crun's median by 3 % (three rounds of twelve forks).
        flags.add("-XX:CompileThresholdScaling=0.01");
        if (feature >= NATIVE_ACCESS_WARNS) {
            flags.add("--enable-native-access=ALL-UNNAMED");
            flags.add("--sun-misc-unsafe-memory-access=allow");
        }
        return flags;
    }

    private static int feature(String jvm) throws IOException {
        Tool.Answer answer = Tool.run(List.of(jvm, "-version"), Tool.ENVIRONMENT, PROBE_LIMIT);
        Matcher matcher = FEATURE.matcher(answer.stderr() + answer.stdout());
        if (!answer.ok() || !matcher.find()) {
            throw new IOException(jvm + " -version does not answer as a JVM does: " + answer.told());
        }
        return Integer.parseInt(matcher.group(1));
    }
}

package org.ocibench.compare;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Names a wait by the kernel functions in which a thread slept, after the rules in the resource {@code waits.txt}. */
public final class WaitRules {

    /** Group of the waits that {@code kernel=quiet} is to shorten. */
    public static final String GRACE_PERIOD = "grace period";
    /** Group of the grace periods that the kernel always expedites. */
    public static final String EXPEDITED = "expedited grace period";

    private static final String RESOURCE = "waits.txt";
    private static final String CALLER = "(*)";
    private static final Reason BEFORE = new Reason("unknown", "asleep since before the start");
    /** In every stack of a sleeper, so that they tell nothing. */
    private static final Pattern GENERAL = Pattern.compile("_*(schedule|schedule_\\w+|context_switch|preempt_\\w+|io_schedule_\\w+"
            + "|bit_wait\\w*|out_of_line_wait_on_bit\\w*|wait_on_bit\\w*|do_wait_intr\\w*|prepare_to_wait\\w*|cond_resched"
            + "|wait_for_\\w+|percpu_down_write)");
    private static final Pattern LINE = Pattern.compile("([^/=]+?) / ([^=]+?) = (.+)");

    private final List<Rule> rules;

    /**
     * A kind of wait.
     *
     * @param group what it belongs to, such as {@link #GRACE_PERIOD}
     * @param name  what was waited for
     */
    public record Reason(String group, String name) {
        @Override
        public String toString() {
            return group + ": " + name;
        }
    }

    private record Rule(Reason reason, List<Pattern> needed) {
        boolean fits(List<String> stack) {
            return needed.stream().allMatch(pattern -> stack.stream().anyMatch(function -> pattern.matcher(function).matches()));
        }

        Reason of(List<String> stack) {
            return reason.name().contains(CALLER) ? new Reason(reason.group(), reason.name().replace(CALLER, caller(stack))) : reason;
        }

        private String caller(List<String> stack) {
            return stack.stream().filter(f -> !GENERAL.matcher(f).matches() && needed.stream().noneMatch(n -> n.matcher(f).matches()))
                    .findFirst().orElse(stack.get(stack.size() - 1));
        }
    }

    private WaitRules(List<Rule> rules) {
        this.rules = rules;
    }

    /** The rules that the bench comes with. */
    public static WaitRules standard() {
        try (InputStream in = WaitRules.class.getResourceAsStream(RESOURCE)) {
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads rules; the resource says how they are written.
     *
     * @throws IllegalArgumentException if a line is none, with that line
     */
    static WaitRules parse(String text) {
        List<Rule> rules = new ArrayList<>();
        for (String line : text.lines().map(String::strip).filter(l -> !l.isEmpty() && !l.startsWith("#")).toList()) {
            var parts = LINE.matcher(line);
            if (!parts.matches()) {
                throw new IllegalArgumentException("not a rule: " + line);
            }
            List<Pattern> needed = Arrays.stream(parts.group(3).split(" & ")).map(WaitRules::alternation).toList();
            rules.add(new Rule(new Reason(parts.group(1), parts.group(2)), needed));
        }
        return new WaitRules(rules);
    }

    private static Pattern alternation(String functions) {
        return Pattern.compile(Arrays.stream(functions.strip().split("\\|"))
                .map(function -> Arrays.stream(function.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")))
                .collect(Collectors.joining("|")));
    }

    /**
     * What a thread with this stack waited for. Where no rule fits, the innermost function that tells something names it.
     *
     * @param stack kernel functions, innermost first; empty if the sleep began before the trace
     */
    public Reason of(List<String> stack) {
        if (stack.isEmpty()) {
            return BEFORE;
        }
        return rules.stream().filter(rule -> rule.fits(stack)).map(rule -> rule.of(stack)).findFirst()
                .orElseGet(() -> new Reason("other", stack.stream().filter(f -> !GENERAL.matcher(f).matches()).findFirst()
                        .orElse(stack.get(0))));
    }
}

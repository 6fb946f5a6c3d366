package org.ocibench.engine;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.ocibench.bundle.Resources;

/**
 * A limit on what a container may use. As the end of a way it reads {@code memory-4096} or {@code pids-3}.
 *
 * @param kind   what is limited
 * @param amount in the kind's unit; a multiple of its step, from one step to {@link Kind#most}
 */
public record Limit(Kind kind, long amount) {

    private static final Pattern AMOUNT = Pattern.compile("(\\+(?:"
            + Arrays.stream(Kind.values()).map(Kind::label).collect(Collectors.joining("|")) + "))-[0-9]+(?=/)");
    private static final long BYTES_PER_KIB = 1024;
    private static final Pattern SHAPE = Pattern.compile("([a-z]{1,10})-([1-9][0-9]{0,11})");

    /** What a limit may be on. */
    public enum Kind {
        /** Memory in KiB, in pages; swap is limited to nothing beside it. 1 GiB is many times what any runtime needs. */
        MEMORY("KiB", 4, 16 << 10, 1 << 20),
        /** Processes and threads. */
        PIDS("pids", 1, 8, 4096);

        private final String unit;
        private final long step;
        private final long first;
        private final long most;

        Kind(String unit, long step, long first, long most) {
            this.unit = unit;
            this.step = step;
            this.first = first;
            this.most = most;
        }

        /** Name in ways and tables. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Unit of the amounts. */
        public String unit() {
            return unit;
        }

        /** Smallest difference between two limits, and the smallest limit: what the kernel counts in. */
        public long step() {
            return step;
        }

        /** Where a search begins. */
        public long first() {
            return first;
        }

        /** Largest limit that a search tries. */
        public long most() {
            return most;
        }
    }

    public Limit {
        if (amount < kind.step() || amount > kind.most() || amount % kind.step() != 0) {
            throw new IllegalArgumentException("no limit of " + kind.label() + ": " + amount + " " + kind.unit()
                    + "; it goes from " + kind.step() + " to " + kind.most() + " in steps of " + kind.step());
        }
    }

    /** The way with this limit, for example {@code direct+memory-4096}. */
    public String on(String way) {
        return way + Engines.MARK + label();
    }

    /** An arm's key without the amount of its limit: what arms that differ in nothing else have in common. */
    public static String withoutAmount(String armKey) {
        return AMOUNT.matcher(armKey).replaceFirst("$1");
    }

    /** What it means for a container's spec. */
    Resources resources(boolean pinSwap) {
        return kind == Kind.MEMORY ? new Resources(OptionalLong.of(amount * BYTES_PER_KIB), pinSwap, OptionalLong.empty())
                : new Resources(OptionalLong.empty(), false, OptionalLong.of(amount));
    }

    /** What it means for nerdctl's command line. Without its second flag nerdctl would give as much swap as memory. */
    List<String> nerdctlFlags() {
        String bytes = Long.toString(amount * BYTES_PER_KIB);
        return kind == Kind.MEMORY ? List.of("--memory", bytes, "--memory-swap", bytes)
                : List.of("--pids-limit", Long.toString(amount));
    }

    /** Its end of a way, for example {@code memory-4096}. */
    public String label() {
        return kind.label() + "-" + amount;
    }

    /** Its amount with the unit, for example {@code 4096 KiB}. */
    public String told() {
        return amount + " " + kind.unit();
    }

    /**
     * The limit with this label; empty if it is the label of something else.
     *
     * @throws IllegalArgumentException if the amount is out of range
     */
    public static Optional<Limit> ofLabel(String label) {
        Matcher shape = SHAPE.matcher(label);
        return shape.matches() ? kind(shape.group(1)).map(kind -> new Limit(kind, Long.parseLong(shape.group(2))))
                : Optional.empty();
    }

    private static Optional<Kind> kind(String label) {
        return Arrays.stream(Kind.values()).filter(kind -> kind.label().equals(label)).findFirst();
    }
}

package org.ocibench.host;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * Something known about the host, or why it is not known. Exactly one of the two is null.
 *
 * @param value  JSON-ready value: text, number, boolean, list or map
 * @param reason one line for a reader; names the file that could not be read
 */
public record Fact(Object value, String reason) {

    public Fact {
        if ((value == null) == (reason == null)) {
            throw new IllegalArgumentException("a fact has either a value or a reason");
        }
    }

    /** A known value. */
    public static Fact of(Object value) {
        return new Fact(Objects.requireNonNull(value, "value is null"), null);
    }

    /** A value that could not be had. */
    public static Fact missing(String reason) {
        return new Fact(null, Objects.requireNonNull(reason, "reason is null"));
    }

    /** Whether there is a value. */
    public boolean isKnown() {
        return value != null;
    }

    /** What stands in JSON: the value itself, or {@code {"value": null, "reason": "..."}}. */
    public Object json() {
        if (isKnown()) {
            return value;
        }
        Map<String, Object> unknown = new LinkedHashMap<>();
        unknown.put("value", null);
        unknown.put("reason", reason);
        return unknown;
    }

    /** The value as text, or {@code fallback}. */
    String text(String fallback) {
        return isKnown() ? value.toString() : fallback;
    }

    /** This fact with its text turned into something else; a missing one stays missing. */
    Fact map(Function<String, Object> change) {
        return isKnown() ? of(change.apply(value.toString())) : this;
    }

    /** This fact, or {@code other} if this one is missing. */
    Fact or(Fact other) {
        return isKnown() ? this : other;
    }
}

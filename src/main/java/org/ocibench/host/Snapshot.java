package org.ocibench.host;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a census found at one moment. */
public record Snapshot(List<Leftover> leftovers) {

    private record Place(Leftover.Kind kind, String where) { }

    public Snapshot {
        leftovers = List.copyOf(leftovers);
    }

    /** Whether nothing was found. */
    public boolean isEmpty() {
        return leftovers.isEmpty();
    }

    /** What is here and was not in {@code before}. A process that changed its name is still the same. */
    public Snapshot since(Snapshot before) {
        Set<Place> known = new HashSet<>();
        before.leftovers.forEach(old -> known.add(new Place(old.kind(), old.where())));
        return new Snapshot(leftovers.stream().filter(now -> !known.contains(new Place(now.kind(), now.where()))).toList());
    }

    /** The leftovers of one kind. */
    public List<Leftover> of(Leftover.Kind kind) {
        return leftovers.stream().filter(leftover -> leftover.kind() == kind).toList();
    }
}

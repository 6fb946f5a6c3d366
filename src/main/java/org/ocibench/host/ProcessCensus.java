package org.ocibench.host;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Finds the processes of campaigns. */
final class ProcessCensus {

    /** @param certain its cgroup says so; otherwise only words in its arguments, environment or folder do */
    private record Suspect(ProcStat stat, String owner, String evidence, boolean certain) { }

    private final ProcFiles files;
    private final Map<Long, ProcessKey> ignored = new HashMap<>();

    ProcessCensus(Path root, Set<Long> ignore) {
        this.files = new ProcFiles(root);
        for (long pid : ignore) {
            // The ancestors too: a shell that was told a token would otherwise be taken for a leftover.
            ProcStat stat = files.stat(pid);
            while (stat != null && ignored.putIfAbsent(stat.pid(), stat.key()) == null) {
                stat = files.stat(stat.parent());
            }
        }
    }

    /** @param thorough whether environment and working folder are looked at too */
    List<Leftover> take(Predicate<String> match, boolean thorough) throws IOException {
        Map<Long, Suspect> suspects = new TreeMap<>();
        for (long pid : files.pids()) {
            Suspect suspect = suspect(pid, match, thorough);
            if (suspect != null) {
                suspects.put(pid, suspect);
            }
        }
        List<Leftover> found = new ArrayList<>();
        for (Suspect suspect : suspects.values()) {
            if (suspect.certain() || !isSomeonesOwn(suspect.stat(), suspects)) {
                found.add(new Leftover(Leftover.Kind.PROCESS, suspect.stat().key().toString(), suspect.owner(),
                        suspect.stat().name() + ", by " + suspect.evidence()));
            }
        }
        return found;
    }

    /** Processes in the caller's own mount namespace, whatever they call themselves and wherever they went. */
    List<Leftover> inOwnMounts(String owner) throws IOException {
        String own = files.link("self/ns/mnt");
        List<Leftover> found = new ArrayList<>();
        for (long pid : own == null ? new long[0] : files.pids()) {
            ProcStat stat = own.equals(files.link(pid + "/ns/mnt")) ? files.stat(pid) : null;
            if (stat != null && !stat.isDead() && !stat.key().equals(ignored.get(pid))) {
                found.add(new Leftover(Leftover.Kind.PROCESS, stat.key().toString(), owner, stat.name() + ", by mount namespace"));
            }
        }
        return found;
    }

    private Suspect suspect(long pid, Predicate<String> match, boolean thorough) {
        String arguments = files.read(pid + "/cmdline");
        // Empty for kernel threads and zombies.
        if (arguments == null || arguments.isEmpty()) {
            return null;
        }
        String cgroup = files.read(pid + "/cgroup");
        Optional<String> byCgroup = owner(cgroup, match);
        Optional<String> byArguments = owner(arguments, match);
        String evidence = byCgroup.isPresent() ? "cgroup " + path(cgroup, byCgroup.get()) : "command line";
        // A process chooses its own arguments; but a shim's cgroup is containerd's, and only its arguments tell the container.
        Optional<String> owner = byCgroup.filter(name -> !Tokens.isToken(name)).or(() -> byArguments).or(() -> byCgroup);
        if (thorough && owner.filter(name -> !Tokens.isToken(name)).isEmpty()) {
            Map<String, String> further = new LinkedHashMap<>();
            further.put("environment", files.read(pid + "/environ"));
            further.put("working folder", files.link(pid + "/cwd"));
            for (Map.Entry<String, String> place : further.entrySet()) {
                Optional<String> there = owner(place.getValue(), match);
                // A bare token is told better by a container's id.
                if (there.isPresent() && (owner.isEmpty() || Tokens.isToken(owner.get()) && !Tokens.isToken(there.get()))) {
                    evidence = owner.isEmpty() ? place.getKey() : evidence + " and " + place.getKey();
                    owner = there;
                }
            }
        }
        ProcStat stat = owner.isEmpty() ? null : files.stat(pid);
        if (stat == null || stat.isDead() || stat.key().equals(ignored.get(pid))) {
            return null;
        }
        return new Suspect(stat, owner.get(), evidence, byCgroup.isPresent());
    }

    // The deepest that names the owner: of v1's hierarchies some may hold the process further up.
    private static String path(String cgroups, String owner) {
        return cgroups.lines().filter(line -> line.contains("/")).map(line -> line.substring(line.indexOf('/'))).filter(path -> path.contains(owner))
                .max(Comparator.comparingInt(String::length)).orElse("");
    }

    // A user may look at a log of the campaign, or stand in its folder: then the parent is alive, not ours, and in the same
    // session, or it is a login shell. An orphan of ours was adopted from another session, a child of ours has a parent of ours.
    private boolean isSomeonesOwn(ProcStat stat, Map<Long, Suspect> suspects) {
        ProcStat parent = stat.parent() > 1 ? files.stat(stat.parent()) : null;
        if (parent == null || parent.key().equals(ignored.get(parent.pid()))) {
            return false;
        }
        Suspect above = suspects.get(parent.pid());
        if (above != null) {
            return !above.certain() && isSomeonesOwn(above.stat(), suspects);
        }
        return parent.session() == stat.session() || stat.terminal() != 0 && stat.session() == stat.pid();
    }

    private static Optional<String> owner(String text, Predicate<String> match) {
        return text == null ? Optional.empty() : Tokens.owner(text, match);
    }
}

package org.ocibench.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.ocibench.host.Capabilities;

/** Changes that options make to the tree of a spec. */
final class SpecEdit {

    private static final int IDS = 65536;

    private SpecEdit() {
    }

    /** The object at the end of this way of names; what is not there is made. */
    static ObjectNode of(ObjectNode spec, String... names) {
        ObjectNode at = spec;
        for (String name : names) {
            at = at.withObjectProperty(name);
        }
        return at;
    }

    static void addNamespace(ObjectNode spec, String type) {
        removeNamespace(spec, type);
        of(spec, "linux").withArray("namespaces").addObject().put("type", type);
    }

    static void removeNamespace(ObjectNode spec, String type) {
        for (Iterator<JsonNode> namespaces = of(spec, "linux").withArray("namespaces").iterator(); namespaces.hasNext();) {
            if (namespaces.next().path("type").asText().equals(type)) {
                namespaces.remove();
            }
        }
    }

    // Root in it is the host's root: other ids could not pass the campaign's folders, which are root's alone.
    static void addUserNamespace(ObjectNode spec) {
        addNamespace(spec, "user");
        for (String mappings : List.of("uidMappings", "gidMappings")) {
            of(spec, "linux").putArray(mappings).addObject().put("containerID", 0).put("hostID", 0).put("size", IDS);
        }
    }

    // On folders that are there: some runtimes make missing ones in the root file system, which all arms share.
    static void addMounts(ObjectNode spec, int count) {
        for (int i = 1; i <= count; i++) {
            addMount(spec, "/" + Rootfs.mountPoint(i), "bind", hostPath(spec, "/etc"), List.of("rbind", "rprivate", "ro"));
        }
    }

    static void addCgroupMount(ObjectNode spec) {
        addMount(spec, "/sys/fs/cgroup", "cgroup", "cgroup", List.of("nosuid", "noexec", "nodev", "relatime", "ro"));
    }

    /** @param onHost whether the program is looked for on the host and not in the container */
    static void addHook(ObjectNode spec, String kind, boolean onHost) {
        ObjectNode hook = of(spec, "hooks").putArray(kind).addObject();
        hook.put("path", onHost ? hostPath(spec, "/bin/true") : "/bin/true").putArray("args").add("true");
    }

    static void setCapabilities(ObjectNode spec, List<String> names) {
        of(spec, "process", "capabilities").forEach(set -> {
            ((ArrayNode) set).removeAll();
            names.forEach(((ArrayNode) set)::add);
        });
    }

    /** What a container can be given: runtimes refuse what they do not have themselves. */
    static List<String> ownCapabilities() {
        try {
            Capabilities own = Capabilities.read(Path.of("/"));
            return Capabilities.names().stream().filter(own::has).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void addMount(ObjectNode spec, String destination, String type, String source, List<String> options) {
        ObjectNode mount = spec.withArray("mounts").addObject().put("destination", destination).put("type", type)
                .put("source", source);
        ArrayNode list = mount.putArray("options");
        options.forEach(list::add);
    }

    private static String hostPath(ObjectNode spec, String inContainer) {
        return spec.at("/root/path").asText() + inContainer;
    }
}

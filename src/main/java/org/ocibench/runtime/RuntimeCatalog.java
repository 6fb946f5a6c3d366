package org.ocibench.runtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.ocibench.host.Nearest;
import org.ocibench.host.Printable;
import org.ocibench.host.Sha256;
import org.ocibench.host.Tool;

/** The runtimes known to the bench and the versions of them on this host. */
public final class RuntimeCatalog {

    /** Variant that stands for a copy of the same binary under another path: the A/A control. */
    public static final String COPY = "copy";

    private static final Duration VERSION_LIMIT = Duration.ofSeconds(10);
    private static final long MAX_FILE_BYTES = 1 << 20;
    private static final int MAX_VERSION = 100;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, RuntimeDescriptor> descriptors;
    private final Map<String, List<RuntimeBinary>> binaries;
    private final List<String> problems;

    private RuntimeCatalog(Map<String, RuntimeDescriptor> descriptors, Map<String, List<RuntimeBinary>> binaries,
            List<String> problems) {
        this.descriptors = descriptors;
        this.binaries = binaries;
        this.problems = List.copyOf(problems);
    }

    /**
     * Looks for every known runtime under the prefix and on the search path.
     *
     * @param places          where to look
     * @param userDescriptors file with further descriptors, or null
     * @throws IOException if the user's file cannot be read or is not a list of descriptors
     */
    public static RuntimeCatalog discover(Places places, Path userDescriptors) throws IOException {
        Map<String, RuntimeDescriptor> descriptors = new LinkedHashMap<>();
        add(descriptors, builtIn());
        if (userDescriptors != null) {
            add(descriptors, DescriptorFile.read(userDescriptors));
        }
        Map<String, List<RuntimeBinary>> binaries = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        for (RuntimeDescriptor descriptor : descriptors.values()) {
            Map<String, RuntimeBinary> byVersion = new LinkedHashMap<>();
            for (Path candidate : places.candidates(descriptor.name(), descriptor.binary())) {
                try {
                    RuntimeBinary binary = inspect(descriptor, candidate, askVersion(candidate));
                    byVersion.putIfAbsent(binary.version(), binary);
                } catch (IOException e) {
                    problems.add(e.getMessage());
                }
            }
            List<RuntimeBinary> sorted = new ArrayList<>(byVersion.values());
            sorted.sort(Comparator.comparing(b -> new Version(b.version())));
            binaries.put(descriptor.name(), sorted);
        }
        return new RuntimeCatalog(descriptors, binaries, problems);
    }

    private static List<RuntimeDescriptor> builtIn() throws IOException {
        try (InputStream own = RuntimeCatalog.class.getResourceAsStream("runtimes.json")) {
            return JSON.readValue(own, new TypeReference<List<RuntimeDescriptor>>() { });
        }
    }

    /** File names of the runtimes that the bench knows by itself. */
    public static Set<String> knownBinaries() throws IOException {
        return builtIn().stream().map(RuntimeDescriptor::binary).collect(Collectors.toSet());
    }

    /**
     * A binary of the user's, which stands anywhere.
     *
     * @param version by which it is to be selected
     * @throws IOException if it does not answer as one of the known runtimes does
     */
    public RuntimeBinary identify(Path file, String version) throws IOException {
        if (!Files.isRegularFile(file) || !Files.isExecutable(file)) {
            throw new IOException(file + " is no executable file");
        }
        Path real = file.toRealPath();
        Tool.Answer answer = askVersion(real);
        for (RuntimeDescriptor descriptor : descriptors.values()) {
            if (version(descriptor, answer).isPresent()) {
                RuntimeBinary found = inspect(descriptor, real, answer);
                return new RuntimeBinary(descriptor, version, real, found.versionText(), found.commit(), found.sha256(), found.provenance());
            }
        }
        throw new IOException(file + " --version answers as none of " + String.join(", ", descriptors.keySet()) + ": " + answer.told()
                + "; describe a runtime of your own with --runtimes FILE");
    }

    /** The same with one binary more. */
    public RuntimeCatalog with(RuntimeBinary binary) {
        Map<String, List<RuntimeBinary>> more = new LinkedHashMap<>(binaries);
        List<RuntimeBinary> versions = new ArrayList<>(List.of(binary));
        versions.addAll(binaries.get(binary.descriptor().name()));
        more.put(binary.descriptor().name(), versions);
        return new RuntimeCatalog(descriptors, more, problems);
    }

    /** The parameter's value that names a copy of the binary that another value names: the A/A control. */
    public static String copyOf(String parameter) {
        return parameter + "~" + COPY;
    }

    /** Whether a value of the parameter names a copy. */
    public static boolean isCopy(String parameter) {
        return parameter.endsWith("~" + COPY);
    }

    /** Every version found, by runtime in the order of the descriptors, oldest first. */
    public List<RuntimeBinary> found() {
        return binaries.values().stream().flatMap(List::stream).toList();
    }

    /** Known runtimes without any binary on this host. */
    public List<String> absent() {
        return binaries.entrySet().stream().filter(e -> e.getValue().isEmpty()).map(Map.Entry::getKey).toList();
    }

    /** Files that look like a runtime and do not answer as one. */
    public List<String> problems() {
        return problems;
    }

    /** Parameter values that a campaign measures when none is given: each runtime's newest, and runsc under both shims. */
    public List<String> defaults() {
        List<String> values = new ArrayList<>();
        for (RuntimeDescriptor descriptor : descriptors.values()) {
            values.add(descriptor.name());
            descriptor.variants().forEach((name, variant) -> {
                if (variant.runcShim()) {
                    values.add(descriptor.name() + "~" + name);
                }
            });
        }
        return values;
    }

    /** The binary that a parameter selects. */
    public RuntimeBinary binary(String parameter) throws UnknownRuntimeException {
        String selected = parameter.split("~", 2)[0];
        String[] nameAndVersion = selected.split("@", 2);
        RuntimeDescriptor descriptor = descriptor(nameAndVersion[0]);
        List<RuntimeBinary> versions = binaries.get(descriptor.name());
        if (versions.isEmpty()) {
            // A file that does not answer is a better reason than that there is none.
            Optional<String> problem = problems.stream().filter(one -> one.contains("/" + descriptor.binary() + " ")).findFirst();
            if (problem.isPresent()) {
                throw new UnknownRuntimeException(problem.get(), true);
            }
            throw new UnknownRuntimeException(descriptor.name() + " is not installed: run jmh/provision.sh " + selected
                    + ", or put its binary on the PATH", true);
        }
        if (nameAndVersion.length == 1) {
            return versions.stream().filter(b -> !new Version(b.version()).isPreRelease())
                    .reduce((first, second) -> second).orElse(versions.get(versions.size() - 1));
        }
        List<String> known = versions.stream().map(RuntimeBinary::version).toList();
        return versions.stream().filter(b -> b.version().equals(nameAndVersion[1])).findFirst()
                .orElseThrow(() -> new UnknownRuntimeException(selected + " is not here (found: "
                        + String.join(", ", known) + "): run jmh/provision.sh " + selected + Nearest.to(nameAndVersion[1], known)
                        .map(nearest -> ", or use the nearest, " + descriptor.name() + "@" + nearest).orElse(""), true));
    }

    /** True for a variant that is one of the shim: it has no direct way. False for what is unknown. */
    public boolean onlyContainerd(String parameter) {
        String[] parts = parameter.split("~", 2);
        RuntimeDescriptor descriptor = descriptors.get(parts[0].split("@", 2)[0]);
        return descriptor != null && parts.length == 2 && descriptor.variants().containsKey(parts[1])
                && descriptor.variants().get(parts[1]).runcShim();
    }

    /** What an engine needs of the runtime that a parameter selects. */
    public ResolvedRuntime resolve(String parameter) throws UnknownRuntimeException {
        RuntimeBinary binary = binary(parameter);
        RuntimeDescriptor descriptor = binary.descriptor();
        List<String> flags = new ArrayList<>(descriptor.globalFlags());
        RuntimeDescriptor.Shim shim = descriptor.shim();
        int tilde = parameter.indexOf('~');
        if (tilde >= 0 && !parameter.substring(tilde + 1).equals(COPY)) {
            RuntimeDescriptor.Variant variant = variant(descriptor, parameter.substring(tilde + 1));
            flags.addAll(variant.globalFlags());
            if (variant.runcShim()) {
                shim = null;
            }
        }
        return new ResolvedRuntime(parameter, binary.id(), binary.path().toString(), flags, descriptor.setupFailureExits(),
                shim == null ? null : shim.type(), shim == null ? Map.of() : shim.annotations(),
                shim == null ? List.of() : shim.lostStatusExits(), binary.local());
    }

    private RuntimeDescriptor descriptor(String name) throws UnknownRuntimeException {
        RuntimeDescriptor descriptor = descriptors.get(name);
        if (descriptor == null) {
            throw new UnknownRuntimeException("unknown runtime '" + name + "'"
                    + Nearest.hint(name, descriptors.keySet()) + " Known: " + String.join(", ", descriptors.keySet())
                    + "; add your own with --runtimes FILE", false);
        }
        return descriptor;
    }

    private static RuntimeDescriptor.Variant variant(RuntimeDescriptor descriptor, String name)
            throws UnknownRuntimeException {
        List<String> known = new ArrayList<>(descriptor.variants().keySet());
        known.add(COPY);
        if (!descriptor.variants().containsKey(name)) {
            throw new UnknownRuntimeException("unknown variant '" + descriptor.name() + "~" + name + "'"
                    + Nearest.hint(name, known, nearest -> descriptor.name() + "~" + nearest) + " Known: " + String.join(", ", known), false);
        }
        return descriptor.variants().get(name);
    }

    private static void add(Map<String, RuntimeDescriptor> descriptors, List<RuntimeDescriptor> more) {
        more.forEach(d -> descriptors.put(d.name(), d));
    }

    private static Tool.Answer askVersion(Path path) throws IOException {
        return Tool.run(List.of(path.toString(), "--version"), Tool.ENVIRONMENT, VERSION_LIMIT);
    }

    private static String text(Tool.Answer answer) {
        return (answer.stdout() + answer.stderr()).strip();
    }

    private static Optional<String> version(RuntimeDescriptor descriptor, Tool.Answer answer) {
        // A tilde, as in versions of Debian's packages, would begin a variant where the version is asked for.
        return answer.ok() ? FirstGroup.of(descriptor.versionPattern(), text(answer)).map(version -> version.replace('~', '-'))
                .filter(RuntimeCatalog::isVersion) : Optional.empty();
    }

    private static RuntimeBinary inspect(RuntimeDescriptor descriptor, Path path, Tool.Answer answer) throws IOException {
        String text = text(answer);
        Optional<String> version = version(descriptor, answer);
        if (version.isEmpty()) {
            throw new IOException(path + " --version does not answer as " + descriptor.name() + " does: " + answer.told());
        }
        Path provenance = path.resolveSibling("../provenance.json").normalize();
        JsonNode built = Files.isRegularFile(provenance) && Files.size(provenance) <= MAX_FILE_BYTES
                ? readProvenance(provenance) : null;
        return new RuntimeBinary(descriptor, folderVersion(path, built).orElse(version.get()), path, text,
                descriptor.commitPattern() == null ? null : FirstGroup.of(descriptor.commitPattern(), text).orElse(null),
                Sha256.of(path), built);
    }

    private static JsonNode readProvenance(Path file) throws IOException {
        try {
            return JSON.readTree(Files.readString(file));
        } catch (JsonProcessingException e) {
            throw new IOException(file + " is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    // The folder's name is the version that a user asks provision.sh for; a self-built binary may print more than that.
    private static Optional<String> folderVersion(Path path, JsonNode provenance) {
        return Optional.ofNullable(provenance).map(node -> node.path("version").asText(null)).filter(RuntimeCatalog::isVersion);
    }

    private static boolean isVersion(String text) {
        return !text.isEmpty() && text.length() <= MAX_VERSION && Printable.is(text);
    }

    /** Where binaries are looked for: first the prefix, then the search path. */
    public record Places(Path prefix, List<Path> searchPath) {

        /** The prefix of {@code OCIBENCH_PREFIX} or /opt/ocibench, and the PATH. */
        public static Places ofEnvironment() {
            String prefix = System.getenv().getOrDefault("OCIBENCH_PREFIX", "/opt/ocibench");
            List<Path> path = new ArrayList<>();
            for (String folder : System.getenv().getOrDefault("PATH", "").split(":")) {
                if (folder.startsWith("/")) {
                    path.add(Path.of(folder));
                }
            }
            // Root's tools stand here even where the user's PATH leaves them out.
            path.addAll(List.of(Path.of("/usr/local/sbin"), Path.of("/usr/sbin"), Path.of("/sbin")));
            return new Places(Path.of(prefix), path);
        }

        /** Every executable of this name, those under PREFIX/NAME/VERSION/bin first, each file once. */
        public List<Path> candidates(String name, String binary) throws IOException {
            List<Path> found = underPrefix(name, binary, Comparator.naturalOrder());
            searchPath.forEach(folder -> addExecutable(found, folder.resolve(binary)));
            return found;
        }

        /** The newest release of this name under the prefix; if there is none, what the search path has first. */
        public Optional<Path> newest(String name, String binary) throws IOException {
            List<Path> found = underPrefix(name, binary,
                    Comparator.comparing(Version::isPreRelease).reversed().thenComparing(Comparator.naturalOrder()));
            if (found.isEmpty()) {
                searchPath.forEach(folder -> addExecutable(found, folder.resolve(binary)));
                return found.stream().findFirst();
            }
            return Optional.of(found.get(found.size() - 1));
        }

        private List<Path> underPrefix(String name, String binary, Comparator<Version> order) throws IOException {
            List<Path> folders = new ArrayList<>();
            Path versions = prefix.resolve(name);
            if (Files.isDirectory(versions)) {
                try (DirectoryStream<Path> stream = Files.newDirectoryStream(versions, Files::isDirectory)) {
                    stream.forEach(folders::add);
                }
            }
            folders.sort(Comparator.comparing(folder -> new Version(folder.getFileName().toString()), order));
            List<Path> found = new ArrayList<>();
            folders.forEach(folder -> addExecutable(found, folder.resolve("bin").resolve(binary)));
            return found;
        }

        private static void addExecutable(List<Path> found, Path file) {
            try {
                if (Files.isRegularFile(file) && Files.isExecutable(file)) {
                    Path real = file.toRealPath();
                    if (!found.contains(real)) {
                        found.add(real);
                    }
                }
            } catch (IOException vanished) {
                // A file that disappears while we look is not there.
                return;
            }
        }
    }
}

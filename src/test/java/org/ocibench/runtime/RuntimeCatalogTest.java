package org.ocibench.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ocibench.host.Sha256;

class RuntimeCatalogTest {

    @TempDir
    private Path folder;

    private Path prefix() {
        return folder.resolve("prefix");
    }

    private RuntimeCatalog catalog() throws IOException {
        return FakeRuntimes.catalog(prefix());
    }

    private List<String> found() throws IOException {
        return catalog().found().stream().map(RuntimeBinary::id).toList();
    }

    /** What these runtimes really print. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {
        "runc  | runc version 1.1.13\\ncommit: v1.1.13-0-g58aa9203\\nspec: 1.0.2-dev\\ngo: go1.22.5 | 1.1.13 | v1.1.13-0-g58aa9203",
        "runc  | runc version 1.6.0-rc.1\\nspec: 1.3.0\\ngo: go1.26.8\\nlibseccomp: 2.5.4 | 1.6.0-rc.1 | -",
        "crun  | crun version 1.21\\ncommit: 10269840aa07\\nrundir: /run/crun\\nspec: 1.0.0\\n+SYSTEMD +EBPF +YAJL | 1.21 | 10269840aa07",
        "youki | youki version 0.5.5\\ncommit: 0.5.5-0-VERGEN_IDEMPOTENT_OUTPUT | 0.5.5 | 0.5.5-0-VERGEN_IDEMPOTENT_OUTPUT",
        "youki | youki version: 0.7.0\\ncommit: 0.7.0-0-g1234567\\nspec: 1.1.0\\nrustc: 1.95.0 | 0.7.0 | 0.7.0-0-g1234567",
        "runsc | runsc version release-20260905.0\\nspec: 1.2.1 | 20260905.0 | -",
        "runsc | runsc version 0.0~20221219.0\\nspec: 1.0.2 | 0.0-20221219.0 | -"})
    void versionTextsAreUnderstood(String name, String text, String version, String commit) throws IOException {
        String lines = text.replace("\\n", "\n");
        Path file = FakeRuntimes.version(prefix().resolve(name + "/any/bin/" + name), lines);
        RuntimeBinary binary = catalog().found().get(0);
        assertEquals(name + "@" + version, binary.id());
        assertEquals(commit, binary.commit());
        assertEquals(lines, binary.versionText());
        assertEquals(file, binary.path());
        assertEquals(Sha256.of(file), binary.sha256());
        assertFalse(binary.local());
    }

    @Test
    void withoutAVersionTheNewestReleaseIsMeant() throws Exception {
        for (String version : List.of("1.2.0", "1.10.1", "1.11.0-rc.1", "1.9.3")) {
            FakeRuntimes.runc(prefix(), version);
        }
        assertEquals(List.of("runc@1.2.0", "runc@1.9.3", "runc@1.10.1", "runc@1.11.0-rc.1"), found());
        assertEquals("runc@1.10.1", catalog().binary("runc").id());
        assertEquals("runc@1.10.1", catalog().resolve("runc").id());
        assertEquals("runc@1.11.0-rc.1", catalog().binary("runc@1.11.0-rc.1").id());
        assertEquals("runc@1.2.0", catalog().binary("runc@1.2.0~copy").id());
    }

    @Test
    void whereThereIsOnlyAPreReleaseItIsTheNewest() throws Exception {
        FakeRuntimes.runc(prefix(), "1.2.0-rc.1");
        FakeRuntimes.runc(prefix(), "1.2.0-rc.2");
        assertEquals("runc@1.2.0-rc.2", catalog().binary("runc").id());
    }

    @Test
    void variantsChangeFlagsAndShim() throws Exception {
        FakeRuntimes.version(prefix().resolve("runsc/20260905.0/bin/runsc"), "runsc version release-20260905.0");
        ResolvedRuntime plain = catalog().resolve("runsc");
        assertEquals(List.of("--network=none"), plain.globalFlags());
        assertEquals("io.containerd.runsc.v1", plain.shimType());
        assertEquals(Map.of("io.kubernetes.cri.container-type", "sandbox"), plain.annotations());
        assertEquals(List.of(128), plain.lostStatusExits());
        assertFalse(catalog().onlyContainerd("runsc"));
        assertEquals("", plain.variant());

        ResolvedRuntime ptrace = catalog().resolve("runsc@20260905.0~ptrace");
        assertEquals(List.of("--network=none", "--platform=ptrace"), ptrace.globalFlags());
        assertEquals("ptrace", ptrace.variant());

        ResolvedRuntime shim = catalog().resolve("runsc~runcshim");
        assertNull(shim.shimType());
        assertEquals(Map.of(), shim.annotations());
        assertTrue(catalog().onlyContainerd("runsc~runcshim"));

        ResolvedRuntime copy = catalog().resolve("runsc~copy");
        assertEquals(plain.globalFlags(), copy.globalFlags());
        assertEquals(plain.shimType(), copy.shimType());
        assertEquals("/elsewhere", copy.at("/elsewhere").binary());
        assertEquals("runsc~copy", copy.at("/elsewhere").parameter());
    }

    @ParameterizedTest
    @CsvSource({"rumc, did you mean runc?, false", "cruun, did you mean crun?, false", "runc~cpy, did you mean runc~copy?, false",
        "runc@1.2, 'found: 1.1.13, 1.2.0', true", "runc@1.2, 'the nearest, runc@1.2.0', true",
        "youki, 'youki is not installed: run jmh/provision.sh youki', true"})
    void whatIsNotThereNamesTheNearestAndTheRemedy(String parameter, String part, boolean provisionable) throws IOException {
        FakeRuntimes.runc(prefix(), "1.1.13");
        FakeRuntimes.runc(prefix(), "1.2.0");
        RuntimeCatalog catalog = catalog();
        UnknownRuntimeException thrown = assertThrows(UnknownRuntimeException.class, () -> catalog.resolve(parameter));
        assertTrue(thrown.getMessage().contains(part), thrown.getMessage());
        assertEquals(provisionable, thrown.provisionable());
    }

    @Test
    void absentRuntimesAreDefaultsAllTheSame() throws IOException {
        FakeRuntimes.runc(prefix(), "1.2.0");
        assertEquals(List.of("crun", "youki", "runsc"), catalog().absent());
        assertEquals(List.of("runc", "crun", "youki", "runsc", "runsc~runcshim"), catalog().defaults());
    }

    @ParameterizedTest
    @ValueSource(strings = {"echo something else", "echo runc version 1.2.0; exit 3", "exit 0", "echo crun version 1.0",
        "kill -9 $$"})
    void aBinaryThatDoesNotAnswerIsAProblemAndNoVersion(String body) throws IOException {
        Path broken = FakeRuntimes.script(prefix().resolve("runc/9.9/bin/runc"), body);
        FakeRuntimes.runc(prefix(), "1.2.0");
        assertEquals(List.of("runc@1.2.0"), found());
        assertEquals(1, catalog().problems().size());
        assertTrue(catalog().problems().get(0).contains(broken.toString()), catalog().problems()::toString);
    }

    @Test
    void aFileThatIsNoProgramIsAProblemThatNamesIt() throws IOException {
        Path broken = FakeRuntimes.runc(prefix(), "9.9");
        Files.write(broken, new byte[] {0x7f, 'E', 'L', 'F', 0, 0});
        assertEquals(List.of(), found());
        assertTrue(catalog().problems().get(0).contains(broken.toString()), catalog().problems()::toString);
    }

    @Test
    void aBinaryThatStandsAnywhereIsKnownByWhatItSays() throws Exception {
        FakeRuntimes.runc(prefix(), "1.2.0");
        Path mine = FakeRuntimes.version(folder.resolve("build/mine"), "crun version 1.30-dirty\ncommit: abc");
        RuntimeBinary binary = catalog().identify(folder.resolve("build/mine"), "new");
        assertEquals(List.of("crun@new", mine, false), List.of(binary.id(), binary.path(), binary.local()));
        RuntimeCatalog more = catalog().with(binary);
        assertEquals(mine.toString(), more.resolve("crun@new").binary());
        assertEquals(mine.toString(), more.resolve("crun@new~copy").binary());
        assertEquals("runc@1.2.0", more.binary("runc").id());
        Path stranger = FakeRuntimes.version(folder.resolve("build/other"), "podman 5");
        assertTrue(assertThrows(IOException.class, () -> catalog().identify(stranger, "new")).getMessage()
                .contains("--version answers as none of runc, crun"));
        assertTrue(assertThrows(IOException.class, () -> catalog().identify(folder, "new")).getMessage().endsWith("is no executable file"));
    }

    @Test
    void provenanceNamesTheVersionAndMakesItLocal() throws Exception {
        Path file = FakeRuntimes.version(prefix().resolve("runc/1.1.13/bin/runc"), "runc version 1.1.13+dirty");
        Path provenance = Files.writeString(file.resolveSibling("../provenance.json").normalize(),
                "{\"version\": \"1.1.13\", \"toolchain\": \"go1.26.8\"}");
        RuntimeBinary binary = catalog().binary("runc@1.1.13");
        assertTrue(binary.local());
        assertEquals("go1.26.8", binary.provenance().get("toolchain").asText());
        assertTrue(catalog().resolve("runc").local());

        Files.writeString(provenance, "{broken");
        assertEquals(List.of(), found());
        assertTrue(catalog().problems().get(0).contains(provenance.toString()), catalog().problems()::toString);
    }

    @Test
    void thePrefixComesBeforeThePathAndEachFileOnce() throws IOException {
        Path inPrefix = FakeRuntimes.runc(prefix(), "1.2.0");
        Path path = Files.createDirectories(folder.resolve("bin"));
        Path other = FakeRuntimes.version(folder.resolve("other/runc"), "runc version 1.2.0");
        Files.createSymbolicLink(path.resolve("runc"), inPrefix);
        RuntimeCatalog.Places places = new RuntimeCatalog.Places(prefix(), List.of(path, other.getParent(), path));
        assertEquals(List.of(inPrefix, other), places.candidates("runc", "runc"));
        RuntimeCatalog catalog = RuntimeCatalog.discover(places, null);
        assertEquals(List.of(inPrefix), catalog.found().stream().map(RuntimeBinary::path).toList());
    }

    @Test
    void whatIsNotExecutableOrAFolderIsPassedOver() throws IOException {
        Path file = FakeRuntimes.runc(prefix(), "1.2.0");
        assertTrue(file.toFile().setExecutable(false, false));
        Files.createDirectories(prefix().resolve("runc/1.3.0/bin/runc"));
        Files.createDirectories(prefix().resolve("runc/1.4.0"));
        assertEquals(List.of(), found());
        assertEquals(List.of(), catalog().problems());
    }

    @Test
    void theNewestProgramOfThePrefixWinsOverThePath() throws IOException {
        FakeRuntimes.script(folder.resolve("bin/ctr"), "");
        RuntimeCatalog.Places places = new RuntimeCatalog.Places(prefix(), List.of(folder.resolve("bin"), folder.resolve("none")));
        assertEquals(folder.resolve("bin/ctr").toRealPath(), places.newest("containerd", "ctr").orElseThrow());
        for (String version : List.of("2.1.4", "2.10.0", "2.2.0", "2.11.0-rc.1")) {
            FakeRuntimes.script(prefix().resolve("containerd/" + version + "/bin/ctr"), "");
        }
        Path newest = prefix().resolve("containerd/2.10.0/bin/ctr").toRealPath();
        assertEquals(Optional.of(newest), places.newest("containerd", "ctr"));
        assertEquals(Optional.empty(), places.newest("nerdctl", "nerdctl"));

        Path link = Files.createSymbolicLink(folder.resolve("link"), prefix());
        assertEquals(Optional.of(newest), new RuntimeCatalog.Places(link, places.searchPath()).newest("containerd", "ctr"),
                "also where the prefix is a link");
    }

    private RuntimeCatalog withUserFile(String json) throws IOException {
        Path file = Files.writeString(folder.resolve("mine.json"), json);
        return RuntimeCatalog.discover(new RuntimeCatalog.Places(prefix(), List.of()), file);
    }

    @Test
    void usersAddARuntimeByData() throws Exception {
        FakeRuntimes.version(prefix().resolve("kata/3.2/bin/kata-runtime"), "kata-runtime  : 3.2.0");
        RuntimeCatalog catalog = withUserFile("""
                [{"name": "kata", "binary": "kata-runtime", "versionPattern": "kata-runtime +: (\\\\S+)",
                  "globalFlags": ["--rootless=false"], "setupFailureExits": [1, 2],
                  "variants": {"fc": {"globalFlags": ["--fc"]}}}]
                """);
        assertEquals("kata@3.2.0", catalog.binary("kata").id());
        assertEquals(List.of("--rootless=false", "--fc"), catalog.resolve("kata~fc").globalFlags());
        assertTrue(catalog.defaults().contains("kata"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "[{\"name\": \"kata\",\\n \"binary\" \"x\"}]                                    | line 2 | is not a list",
        "{\"name\": \"kata\"}                                                          | line 1 | is not a list",
        "[{\"name\": 7, \"binary\": {}, \"versionPattern\": \"(x)\"}]                  | line 1 | is not a list",
        "[{\"name\": \"kata\", \"binary\": \"k\",\\n\"versionPattern\": \"(x)\",\\n\"setupFailureExits\": [\"one\"]}] | line 3 | [0].setupFailureExits[0]",
        "[{\"name\": \"kata\", \"binary\": \"k\", \"versionPattern\": \"x\"}]          | line 1 | pattern without a group: 'x'",
        "[{\"name\": \"kata\", \"binary\": \"k\", \"versionPattern\": \"(\"}]          | line 1 | not a regular expression: '('",
        "[{\"name\": \"ka ta\", \"binary\": \"k\", \"versionPattern\": \"(x)\"}]       | line 1 | name must be",
        "[{\"name\": \"kata\", \"binary\": \"a/b\", \"versionPattern\": \"(x)\"}]      | line 1 | binary must be a file name",
        "[{\"name\": \"kata\", \"binary\": \"k\", \"versionPattern\": \"(x)\", \"globalFlag\": []}] | line 1 | globalFlag",
        "[{\"name\": \"kata\", \"binary\": \"k\", \"versionPattern\": \"(x)\", \"globalFlags\": [null]}] | line 1 | is not a list",
        "[]]                                                                           | line 1 | is not a list",
        "[null]                                                                        | mine.json | is not a list",
        "null                                                                          | mine.json | is not a list",
        "''                                                                            | mine.json | is not a list"})
    void aBrokenUserFileNamesFileAndLine(String json, String where, String what) {
        IOException thrown = assertThrows(IOException.class, () -> withUserFile(json.replace("\\n", "\n")));
        for (String part : List.of(folder.resolve("mine.json").toString(), where, what)) {
            assertTrue(thrown.getMessage().contains(part), () -> "'" + part + "' in: " + thrown.getMessage());
        }
        assertFalse(thrown.getMessage().matches("(?s).*(java\\.|org\\.ocibench).*"), () -> "Java's types in: " + thrown.getMessage());
    }

    @Test
    void aUserFileIsMissingTooLargeOrAFolder() {
        RuntimeCatalog.Places places = new RuntimeCatalog.Places(prefix(), List.of());
        Path missing = folder.resolve("missing.json");
        IOException thrown = assertThrows(IOException.class, () -> RuntimeCatalog.discover(places, missing));
        assertEquals(missing + " does not exist", thrown.getMessage());
        IOException large = assertThrows(IOException.class, () -> withUserFile("[" + " ".repeat(1 << 20) + "]"));
        assertTrue(large.getMessage().contains("mine.json is larger"), large.getMessage());
        IOException isFolder = assertThrows(IOException.class, () -> RuntimeCatalog.discover(places, folder));
        assertTrue(isFolder.getMessage().contains(folder.toString()), isFolder.getMessage());
    }
}

package org.ocibench.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ocibench.Told;

class DescriptorFileTest {

    @TempDir
    private Path folder;

    private String refusal(Path file) {
        IOException thrown = assertThrows(IOException.class, () -> DescriptorFile.read(file));
        Told.of(thrown, file);
        return thrown.getMessage();
    }

    private String refusal(String json) throws IOException {
        return refusal(Files.writeString(folder.resolve("mine.json"), json));
    }

    private static String with(String field) {
        return "[{\"name\": \"kata\", \"binary\": \"k\", \"versionPattern\": \"(x)\",\n" + field + "}]";
    }

    @Test
    void whatHasNoEndIsNotRead() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        assertEquals(pipe + " is no regular file", refusal(pipe));
        Path device = Files.createSymbolicLink(folder.resolve("device"), Path.of("/dev/zero"));
        assertEquals(device + " is no regular file", refusal(device));
    }

    @Test
    void aHundredMegabytesAreNotRead() throws IOException {
        Path huge = folder.resolve("huge.json");
        try (RandomAccessFile file = new RandomAccessFile(huge.toFile(), "rw")) {
            file.setLength(100 << 20);
        }
        assertEquals(huge + " is larger than a list of runtimes can be (1 MiB)", refusal(huge));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "[{\"a\":", "[{\"shim\":{\"annotations\":", "[{\"globalFlags\":["})
    void aHundredThousandLevelsAreRefused(String level) throws IOException {
        String message = refusal(level.repeat(100_000 / level.length()));
        assertTrue(message.contains(" line 1 is not a list"), message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "\"setupFailureExits\": [NaN]                      | line 2 | NaN",
        "\"setupFailureExits\": [1.5]                      | line 2 | '[0].setupFailureExits[0]': a value of another type",
        "\"setupFailureExits\": [\"1\"]                    | line 2 | '[0].setupFailureExits[0]': a value of another type",
        "\"setupFailureExits\": [256]                      | line 2 | not an exit code: 256",
        "\"setupFailureExits\": [null]                     | line 2 | a list or map holds null",
        "\"globalFlags\": [7]                              | line 2 | '[0].globalFlags[0]': a value of another type",
        "\"globalFlags\": [\"--a\\u001b]0;x\\u0007\"]      | line 2 | kata: holds what cannot be printed: '--a?]0;x?'",
        "\"globalFlags\": [\"--a\\u0000\"]                 | line 2 | kata: holds what cannot be printed: '--a?'",
        "\"globalFlags\": [\"\\u202e--a\"]                 | line 2 | kata: holds what cannot be printed: '?--a'",
        "\"variants\": {\"x\": {\"globalFlags\": [\"\\n\"]}} | line 2 | variant: holds what cannot be printed: '?'",
        "\"variants\": {\"\\u001b[1m\": {}}                | line 2 | kata: not a name for a variant: '?[1m'",
        "\"shim\": {\"type\": \"t\", \"binary\": \"/bin/sh\"} | line 2 | a shim's binary must be a file name",
        "\"shim\": {\"type\": \"t t\", \"binary\": \"b\"}  | line 2 | not a type of a shim: 't t'",
        "\"commitPattern\": \"(a)\\u001b[\"                | line 2 | not a regular expression: '(a)?['",
        "\"binary\": \"twice\"                             | line 2 | Duplicate field 'binary'",
        "\"\\u001b[31m\": 1                                | line 2 | there is no field '?[31m'"})
    void nothingIsGuessedOrShownAsItIs(String field, String line, String what) throws IOException {
        String message = refusal(with(field));
        assertTrue(message.contains(" " + line + " ") && message.contains(what), message);
    }

    @Test
    void theSameNameTwiceIsRefused() throws IOException {
        String one = with("\"globalFlags\": []");
        String two = "[" + one.substring(1, one.length() - 1) + "," + one.substring(1);
        assertTrue(refusal(two).endsWith("kata stands there twice"));
    }

    @Test
    void shellWordsAreOnlyArguments() throws IOException {
        String json = with("\"globalFlags\": [\"; touch x\", \"$(id)\", \"`id`\"]");
        Path file = Files.writeString(folder.resolve("mine.json"), json);
        assertEquals(3, DescriptorFile.read(file).get(0).globalFlags().size());
    }
}

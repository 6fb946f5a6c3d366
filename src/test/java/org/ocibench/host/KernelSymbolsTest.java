package org.ocibench.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelSymbolsTest {

    @TempDir
    private Path root;

    @Test
    void anAddressBelongsToTheFunctionBeforeIt() throws IOException {
        KernelSymbols symbols = symbols("""
                0000000000001000 A fixed_percpu_data
                ffffffff81000000 T _text
                ffffffff81000100 t __pfx_wait
                ffffffff81000110 t wait.isra.0
                ffffffff81000200 D data
                ffffffff81000300 W weak
                ffffffffc0001000 t in_module\t[xfs]
                """);
        assertEquals("_text", symbols.before(0xffffffff81000001L));
        assertEquals("_text", symbols.before(0xffffffff81000110L), "what returns to the begin of one was called at the end of another");
        assertEquals("wait", symbols.before(0xffffffff81000111L));
        assertEquals("wait", symbols.before(0xffffffff81000250L), "data is no function");
        assertEquals("weak", symbols.before(0xffffffff81000400L));
        assertEquals("in_module", symbols.before(-1L));
        assertEquals("", symbols.before(0x1000L));
    }

    @Test
    void hiddenAddressesAreSaidToBeHidden() {
        String told = assertThrows(IOException.class, () -> symbols("0000000000000000 T _text\n0000000000000000 t wait\n")).getMessage();
        assertTrue(told.contains("kptr_restrict"), told);
    }

    @Test
    void whatIsNoLineIsPassedOver() throws IOException {
        assertEquals("one", symbols("\n\nx\nzz T two\n10 T\n10 TT three\n10 T one\n").before(0x11L));
    }

    private KernelSymbols symbols(String text) throws IOException {
        Files.createDirectories(root.resolve("proc"));
        Files.writeString(root.resolve("proc/kallsyms"), text);
        return KernelSymbols.read(root);
    }
}

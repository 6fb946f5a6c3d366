package org.ocibench.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorldPropertiesTest {

    @Test
    void forksAreToldTheirWorldTheirBlockAndThePadding() {
        assertEquals(List.of("-Docibench.world=/w/world.json", "-Docibench.block=3", "-Docibench.padding=17"),
                WorldProperties.flags(Path.of("/w/world.json"), 3, 17));
    }
}

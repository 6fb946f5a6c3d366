package org.ocibench.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/** What is printed for machines. */
final class Json {

    private Json() {
    }

    /** The text of a tree, indented, ending with a line feed. */
    static String text(Object tree) throws JsonProcessingException {
        return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(tree) + "\n";
    }
}

package org.ocibench.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.ocibench.host.Nearest;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The names of the formats of {@code export}: small letters, with a dash. */
final class FormatName implements ITypeConverter<ExportOptions.Format> {

    @Override
    public ExportOptions.Format convert(String name) {
        List<String> known = Arrays.stream(ExportOptions.Format.values()).map(FormatName::of).toList();
        if (!known.contains(name)) {
            throw new TypeConversionException("there is no format '" + name + "'" + Nearest.hint(name, known) + " Known: " + String.join(", ", known));
        }
        return ExportOptions.Format.values()[known.indexOf(name)];
    }

    private static String of(ExportOptions.Format format) {
        return format.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

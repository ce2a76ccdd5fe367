package org.ithaca.style;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.JavaFormatterOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Every Java file is formatted; `dev/format` rewrites those that are not.
class FormatTest {
    @Test
    void everyFileIsFormatted() throws IOException {
        boolean fix = Boolean.getBoolean("format.fix");
        Formatter formatter = Formatter.createFormatter(JavaFormatterOptions.builder()
                .style(JavaFormatterOptions.Style.PALANTIR)
                .build());
        List<String> wrong = new ArrayList<>();
        List<String> unreadable = new ArrayList<>();
        for (Path file : Tree.sources()) {
            String source = Tree.read(file);
            String formatted = format(formatter, source);
            if (formatted == null) {
                unreadable.add(Tree.name(file));
            } else if (!formatted.equals(source)) {
                wrong.add(Tree.name(file));
                if (fix) {
                    Files.writeString(file, formatted);
                }
            }
        }
        assertEquals(List.of(), unreadable, "cannot be formatted; is a comment line longer than 120 columns?");
        if (!fix) {
            assertEquals(List.of(), wrong, "files not formatted; run dev/format");
        }
    }

    private static @Nullable String format(Formatter formatter, String source) {
        try {
            return formatter.formatSourceAndFixImports(source);
        } catch (FormatterException e) {
            return null;
        }
    }
}

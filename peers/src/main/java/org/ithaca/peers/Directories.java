package org.ithaca.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/// Room for clusters: directories and ports.
final class Directories {
    private Directories() {}

    /// Copies what processes have printed, if they have, to a directory that stays.
    static void keepLogs(Path directory, Path logs) {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory, 2)) {
            for (Path file : files.filter(file -> file.toString().endsWith(".log"))
                    .filter(file -> file.toFile().length() > 0)
                    .toList()) {
                Path kept = logs.resolve(directory.getFileName() + "-" + file.getFileName());
                Files.createDirectories(logs);
                Files.copy(file, kept, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

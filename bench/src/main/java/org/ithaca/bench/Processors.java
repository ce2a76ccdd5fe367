package org.ithaca.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The processors of this machine, in words: figures of different ones do not compare.
public final class Processors {
    private Processors() {}

    /// How many a process may use, and of which model where the system tells: `2 processors (AMD EPYC)`.
    public static String describe() {
        return describe(Runtime.getRuntime().availableProcessors(), lines(Path.of("/proc/cpuinfo")));
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of(); // Not Linux.
        }
    }

    static String describe(int count, List<String> cpuinfo) {
        String number = count + (count == 1 ? " processor" : " processors");
        return cpuinfo.stream()
                .filter(line -> line.startsWith("model name") && line.indexOf(':') > 0)
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .map(model -> number + " (" + model + ")")
                .orElse(number);
    }
}

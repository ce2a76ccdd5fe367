package org.ithaca.cli;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The regular files below a directory, by name in sorted order. Links are not followed.
///
/// @param root the directory
/// @param names paths below it, with `/` between their parts
/// @param bytes how many bytes the files had when they were listed
record DemoTree(Path root, List<String> names, long bytes) {
    /// Lists a directory.
    ///
    /// @param leaveOut names of directories that are not entered, wherever they are
    /// @param data a directory that is not entered either, where the nodes write; null if that is elsewhere
    static DemoTree of(Path root, Set<String> leaveOut, @Nullable Path data) throws IOException {
        List<String> names = new ArrayList<>();
        long[] bytes = {0};
        Path out = data == null ? null : data.toAbsolutePath().normalize();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
                boolean left = !dir.equals(root)
                        && (leaveOut.contains(dir.getFileName().toString())
                                || dir.toAbsolutePath().normalize().equals(out));
                return left ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile()) {
                    names.add(root.relativize(file).toString().replace('\\', '/'));
                    bytes[0] += attributes.size();
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (Files.exists(file)) {
                    throw e;
                }
                return FileVisitResult.CONTINUE;
            }
        });
        Collections.sort(names);
        return new DemoTree(root, Collections.unmodifiableList(names), bytes[0]);
    }

    int size() {
        return names.size();
    }

    Path file(int index) {
        return root.resolve(names.get(index));
    }

    /// Which file has this name; negative if none.
    int index(String name) {
        return Collections.binarySearch(names, name);
    }
}

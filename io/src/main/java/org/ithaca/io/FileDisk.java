package org.ithaca.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.ithaca.base.Disk;
import org.ithaca.base.DiskFile;

/// The [Disk] below a directory of the file system.
///
/// All files share one direct buffer through which bytes pass on their way to the operating system, so the memory
/// it takes is bounded whatever is written. Threading: one thread at a time but for forces, never interrupted: an
/// interrupt closes the file it meets.
public final class FileDisk implements Disk {
    private static final int TRANSFER_BYTES = 1 << 20;

    private final Path root;
    private final ByteBuffer transfer = ByteBuffer.allocateDirect(TRANSFER_BYTES);

    /// @param root the data directory; made with its parents if it is missing
    public FileDisk(Path root) throws IOException {
        this.root = root.toAbsolutePath().normalize();
        Files.createDirectories(this.root);
    }

    @Override
    public DiskFile open(String path) throws IOException {
        return new FileDiskFile(
                FileChannel.open(resolve(path), StandardOpenOption.READ, StandardOpenOption.WRITE), transfer);
    }

    @Override
    public DiskFile create(String path) throws IOException {
        return adapt(() -> new FileDiskFile(
                FileChannel.open(
                        resolve(path),
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.CREATE_NEW),
                transfer));
    }

    @Override
    public boolean exists(String path) {
        return Files.exists(resolve(path));
    }

    @Override
    public List<String> list(String directory) throws IOException {
        Path path = resolve(directory);
        if (!Files.isDirectory(path)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(path)) {
            return children.map(child -> child.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    @Override
    public void createDirectories(String directory) throws IOException {
        Path parent = root;
        for (Path name : root.relativize(resolve(directory))) {
            Path path = parent.resolve(name);
            if (!Files.isDirectory(path)) {
                adapt(() -> make(path));
                force(parent);
            }
            parent = path;
        }
    }

    private static Path make(Path path) throws IOException {
        try {
            return Files.createDirectory(path);
        } catch (FileAlreadyExistsException e) {
            if (Files.isDirectory(path)) {
                return path;
            }
            throw e;
        }
    }

    @Override
    public void rename(String from, String to) throws IOException {
        adapt(() -> Files.move(
                resolve(from), resolve(to), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING));
    }

    /// @throws DirectoryNotEmptyException if it is a directory with something in it
    @Override
    public void delete(String path) throws IOException {
        Files.deleteIfExists(resolve(path));
    }

    @Override
    public void forceDirectory(String directory) throws IOException {
        force(resolve(directory));
    }

    private static void force(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private Path resolve(String path) {
        Path resolved = root.resolve(path).normalize();
        if (!resolved.startsWith(root)) {
            throw new IllegalArgumentException("a path below the data directory, not " + path);
        }
        return resolved;
    }

    /// Something that writes.
    @FunctionalInterface
    interface Write<T> {
        T run() throws IOException;
    }

    /// Runs a write and turns the operating system's words for "no room" into [Disk.FullException].
    static <T> T adapt(Write<T> write) throws IOException {
        try {
            return write.run();
        } catch (IOException e) {
            String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
            if (message.contains("no space left") || message.contains("quota exceeded")) {
                FullException full = new FullException(message);
                full.initCause(e);
                throw full;
            }
            throw e;
        }
    }
}

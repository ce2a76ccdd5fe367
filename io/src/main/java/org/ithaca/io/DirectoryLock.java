package org.ithaca.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.ithaca.base.IthacaException;
import org.jspecify.annotations.Nullable;

/// Makes one process the only owner of a data directory.
///
/// The operating system holds the lock on the file `lock` and drops it when the process ends, however it ends. The
/// file names the process that took it last; it stays.
public final class DirectoryLock implements AutoCloseable {
    /// Of the file in the directory.
    public static final String FILE = "lock";

    private static final int MAX_PID_BYTES = 32;

    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /// Takes the directory, which is made if there is none.
    ///
    /// @throws IthacaException CONFLICT if another process, or another part of this one, has it
    /// @throws IOException if the directory or the file cannot be made or written
    public static DirectoryLock acquire(Path directory) throws IOException {
        Files.createDirectories(directory);
        FileChannel channel = FileChannel.open(
                directory.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        boolean taken = false;
        try {
            if (tryLock(channel) == null) {
                throw IthacaException.notDone(
                        IthacaException.Code.CONFLICT,
                        "the data directory " + directory + " is in use by process " + holder(channel)
                                + "; stop that process, or give this one a directory of its own");
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
            taken = true;
            return new DirectoryLock(channel);
        } finally {
            if (!taken) {
                channel.close();
            }
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(MAX_PID_BYTES);
        int length = channel.read(text, 0);
        return length <= 0 ? "(unknown)" : new String(text.array(), 0, length, StandardCharsets.US_ASCII);
    }

    /// Gives the directory up.
    @Override
    public void close() throws IOException {
        channel.close();
    }
}

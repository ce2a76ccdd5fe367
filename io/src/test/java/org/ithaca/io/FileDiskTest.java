package org.ithaca.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.List;
import org.ithaca.base.Disk;
import org.ithaca.base.DiskFile;
import org.ithaca.base.SplitMix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The [Disk] port as the real file system fulfils it.
class FileDiskTest {
    @TempDir
    Path directory;

    @Test
    void gatherWritesLargerThanTheTransferBufferReadBack() throws IOException {
        Disk disk = new FileDisk(directory);
        byte[] bytes = new byte[3_000_001];
        SplitMix random = new SplitMix(1);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) random.nextLong();
        }
        try (DiskFile file = disk.create("a")) {
            int from = 7 + (1 << 20);
            ByteBuffer direct = ByteBuffer.allocateDirect(500_000).put(0, bytes, from, 500_000);
            int rest = from + 500_000;
            ByteBuffer[] parts = {
                ByteBuffer.wrap(bytes, 0, 7).slice(),
                ByteBuffer.wrap(bytes, 7, 1 << 20).slice().asReadOnlyBuffer(),
                direct.asReadOnlyBuffer(),
                ByteBuffer.wrap(bytes, rest, bytes.length - rest).slice()
            };
            file.write(100, parts);
            file.force();
            assertEquals(100 + bytes.length, file.size());
            ByteBuffer read = ByteBuffer.allocate(bytes.length + 50);
            assertEquals(bytes.length, file.read(100, read));
            assertArrayEquals(bytes, java.util.Arrays.copyOf(read.array(), bytes.length));
            assertEquals(0, file.read(file.size(), ByteBuffer.allocate(1)));
            file.truncate(10);
            assertEquals(10, file.size());
        }
    }

    @Test
    void namesBehaveAsThePortSays() throws IOException {
        Disk disk = new FileDisk(directory.resolve("made/by/it"));
        disk.createDirectories("x/y");
        disk.createDirectories("x/y");
        disk.create("x/y/b").close();
        disk.create("x/y/a").close();
        disk.forceDirectory("x/y");
        disk.forceDirectory("");
        assertEquals(List.of("a", "b"), disk.list("x/y"));
        assertEquals(List.of(), disk.list("nothing"));
        assertThrows(FileAlreadyExistsException.class, () -> disk.create("x/y/a"));
        assertThrows(IOException.class, () -> disk.open("x/y/c"));
        assertThrows(DirectoryNotEmptyException.class, () -> disk.delete("x/y"));
        assertThrows(IllegalArgumentException.class, () -> disk.exists("../outside"));
        disk.rename("x/y/a", "x/y/b");
        assertFalse(disk.exists("x/y/a"));
        disk.delete("x/y/b");
        disk.delete("x/y/b");
        disk.delete("x/y");
        assertTrue(disk.exists("x"));
    }

    @Test
    void aFullDiskIsToldFromOtherErrors() {
        IOException full = assertThrows(
                IOException.class,
                () -> FileDisk.adapt(() -> {
                    throw new IOException("No space left on device");
                }));
        assertInstanceOf(Disk.FullException.class, full);
        IOException other = assertThrows(
                IOException.class,
                () -> FileDisk.adapt(() -> {
                    throw new IOException("Input/output error");
                }));
        assertFalse(other instanceof Disk.FullException);
    }
}

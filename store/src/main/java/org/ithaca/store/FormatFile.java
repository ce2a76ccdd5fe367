package org.ithaca.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;
import org.ithaca.base.Bytes;
import org.ithaca.base.Disk;
import org.ithaca.base.DiskFile;
import org.ithaca.base.IthacaException;
import org.ithaca.base.IthacaException.Code;

/// The file `format` at the top of a data directory, plain text for people to read too:
///
/// ```
/// ithaca-data 1
/// cluster <name>
/// node <number>
/// crc32c <of the lines above, in hex>
/// ```
final class FormatFile {
    static final String PATH = "format";
    static final int VERSION = 1;

    private static final String NEW_PATH = "format.new";
    private static final String MAGIC = "ithaca-data ";
    private static final int MAX_BYTES = 4096;

    private FormatFile() {}

    /// Whether the directory has one: the last thing written when a directory is set up.
    static boolean exists(Disk disk) throws IOException {
        return disk.exists(PATH);
    }

    /// Writes it, durably.
    static void write(Disk disk, Identity identity) throws IOException {
        disk.delete(NEW_PATH);
        try (DiskFile file = disk.create(NEW_PATH)) {
            file.write(0, text(identity).toByteBuffer());
            file.force();
        }
        disk.rename(NEW_PATH, PATH);
        disk.forceDirectory("");
    }

    /// Fails unless the directory is of this version and of this node.
    static void check(Disk disk, Identity identity) throws IOException {
        String found = read(disk).utf8();
        String first = found.lines().findFirst().orElse("");
        if (!first.startsWith(MAGIC)) {
            throw StoreErrors.corrupt(PATH, "it does not begin with '" + MAGIC.strip() + "'");
        }
        if (!first.equals(MAGIC + VERSION)) {
            throw StoreErrors.newer(PATH, version(first), VERSION);
        }
        if (!found.equals(text(identity).utf8())) {
            throw mismatch(found, identity);
        }
    }

    private static int version(String first) {
        try {
            return Integer.parseInt(first.substring(MAGIC.length()).strip());
        } catch (NumberFormatException e) {
            throw StoreErrors.corrupt(PATH, "its first line is '" + first + "'");
        }
    }

    private static IthacaException mismatch(String found, Identity identity) {
        int end = found.lastIndexOf("crc32c ");
        String body = end < 0 ? "" : found.substring(0, end);
        if (end < 0 || !found.equals(body + seal(body))) {
            return StoreErrors.corrupt(PATH, "its checksum is wrong");
        }
        String owner = body.substring(body.indexOf('\n') + 1).strip().replace("\n", ", ");
        return IthacaException.notDone(
                Code.WRONG_CLUSTER,
                "the data directory belongs to " + owner + ", and this node is " + identity
                        + ". Nothing was changed; start it with its own directory, or with an empty one to join anew.");
    }

    private static Bytes read(Disk disk) throws IOException {
        try (DiskFile file = disk.open(PATH)) {
            ByteBuffer in = ByteBuffer.allocate((int) Math.min(MAX_BYTES, file.size()));
            int length = file.read(0, in);
            return Bytes.wrap(in.array(), 0, length);
        }
    }

    private static Bytes text(Identity identity) {
        String body = MAGIC + VERSION + "\ncluster " + identity.cluster() + "\nnode "
                + identity.node().value() + "\n";
        return Bytes.utf8(body + seal(body));
    }

    private static String seal(String body) {
        return String.format(Locale.ROOT, "crc32c %08x\n", Bytes.utf8(body).crc32c());
    }
}

package org.ithaca.server;

import java.util.Iterator;
import java.util.List;
import java.util.function.LongConsumer;
import org.ithaca.base.Bytes;
import org.ithaca.base.IthacaException;
import org.ithaca.base.LogId;
import org.ithaca.store.Storage;
import org.jspecify.annotations.Nullable;

/// Writes checkpoints of one log's state, no faster than the disk takes them, and reads the newest one back
/// at the start.
///
/// The image is immutable, so the log goes on while it is written. One checkpoint is written at a time; the
/// next may begin once `everyBytes` more were delivered.
final class Checkpoints {
    /// Pieces given to the storage and not durable yet.
    private static final int MOST_PIECES = 8;
    private static final int READ_BYTES = 1 << 20;

    private final Storage storage;
    private final LogId log;
    private final long everyBytes;
    private final LongConsumer covered;
    private long bytesSince;
    private @Nullable Image current;

    /// @param covered hears the position of each checkpoint once it is durable
    Checkpoints(Storage storage, LogId log, long everyBytes, LongConsumer covered) {
        this.storage = storage;
        this.log = log;
        this.everyBytes = everyBytes;
        this.covered = covered;
    }

    /// So many bytes more were played.
    void played(int bytes) {
        bytesSince += bytes;
    }

    /// Whether it is time to take an image and [#begin].
    boolean due() {
        return current == null && bytesSince >= everyBytes;
    }

    /// Starts to write an image of everything below `newPosition`.
    void begin(long newPosition, List<Bytes> sessions, Iterator<Bytes> objects) {
        bytesSince = 0;
        Iterator<Bytes> table = sessions.iterator();
        current = new Image(newPosition, new Iterator<>() {
            @Override
            public boolean hasNext() {
                return table.hasNext() || objects.hasNext();
            }

            @Override
            public Bytes next() {
                return table.hasNext()
                        ? CheckpointStream.frame(CheckpointStream.SESSIONS, table.next())
                        : CheckpointStream.frame(CheckpointStream.OBJECTS, objects.next());
            }
        });
    }

    /// Writes no more of the image: a checkpoint from elsewhere has replaced the state it was taken of.
    void abandon() {
        current = null;
    }

    /// Whether there is more to write in the next turn; if the storage has enough for now, its answer
    /// causes a turn.
    boolean writing() {
        return current != null && current.ready();
    }

    /// Writes a few more pieces.
    void turnEnded() {
        if (current != null) {
            current.write();
        }
    }

    /// One checkpoint on its way to the disk.
    private final class Image {
        private final long position;
        private final Iterator<Bytes> rest;
        private long offset;
        private int under;

        Image(long position, Iterator<Bytes> rest) {
            this.position = position;
            this.rest = rest;
        }

        boolean ready() {
            return rest.hasNext() && under < MOST_PIECES;
        }

        void write() {
            while (ready()) {
                Bytes piece = rest.next();
                boolean last = !rest.hasNext();
                under++;
                storage.checkpoint(log, position, offset, piece, last, () -> durable(last));
                offset += piece.length();
            }
        }

        private void durable(boolean last) {
            under--;
            if (last) {
                current = current == this ? null : current;
                covered.accept(position);
            }
        }
    }

    /// What [#restore] finds.
    interface Restored {
        /// What was handed over is void: it cannot be read to its end, or was replaced meanwhile.
        void again();

        /// The next bytes of the checkpoint's stream.
        void bytes(Bytes piece);

        /// All of it was handed over; it covers everything below `position`. Null if there is no
        /// checkpoint.
        void done(@Nullable Long position);
    }

    /// Reads the newest checkpoint, piece by piece, in later turns. A damaged one counts as none: the log
    /// or another member has what it covers.
    void restore(Restored restored) {
        restore(-1, 0, restored);
    }

    private void restore(long begun, long offset, Restored restored) {
        storage.readCheckpoint(log, offset, READ_BYTES, new Storage.CheckpointCallback() {
            @Override
            public void piece(long position, long size, Bytes piece) {
                if (offset > 0 && position != begun) {
                    restored.again();
                    restore(-1, 0, restored);
                } else if (position < 0) {
                    restored.done(null);
                } else {
                    take(position, size, offset, piece, restored);
                }
            }

            @Override
            public void damaged(IthacaException why) {
                restored.again();
                restored.done(null);
            }
        });
    }

    private void take(long position, long size, long offset, Bytes piece, Restored restored) {
        if (!piece.isEmpty()) {
            restored.bytes(piece);
        }
        long next = offset + piece.length();
        if (piece.isEmpty() || next >= size) {
            restored.done(position);
        } else {
            restore(position, next, restored);
        }
    }
}

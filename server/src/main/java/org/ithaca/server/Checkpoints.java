package org.ithaca.server;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.function.LongConsumer;
import org.ithaca.base.Bytes;
import org.ithaca.base.IthacaException;
import org.ithaca.base.LogId;
import org.ithaca.store.Storage;
import org.jspecify.annotations.Nullable;

/// Writes checkpoints of one log's state, a few pieces a turn, and reads the newest one back at the start.
///
/// The image is immutable, so the log goes on while it is written. One checkpoint is written at a time; the
/// next may begin once `everyBytes` more were delivered. Its name is the position below which it covers
/// everything.
final class Checkpoints {
    private static final int PIECES_PER_TURN = 4;
    private static final int READ_BYTES = 1 << 20;

    private final Storage storage;
    private final LogId log;
    private final long everyBytes;
    private final LongConsumer covered;
    private long bytesSince;
    private boolean busy;
    private long position;
    private Iterator<Bytes> rest = Collections.emptyIterator();

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
        return !busy && bytesSince >= everyBytes;
    }

    /// Starts to write an image of everything below `newPosition`.
    void begin(long newPosition, List<Bytes> sessions, Iterator<Bytes> objects) {
        busy = true;
        bytesSince = 0;
        position = newPosition;
        Iterator<Bytes> table = sessions.iterator();
        rest = new Iterator<>() {
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
        };
    }

    /// Writes no more of the image: a checkpoint from elsewhere has replaced the state it was taken of.
    void abandon() {
        rest = Collections.emptyIterator();
        busy = false;
    }

    /// Whether there is more to write in the next turn.
    boolean writing() {
        return rest.hasNext();
    }

    /// Writes a few more pieces.
    void turnEnded() {
        for (int i = 0; i < PIECES_PER_TURN && rest.hasNext(); i++) {
            Bytes piece = rest.next();
            boolean last = !rest.hasNext();
            long covers = position;
            storage.checkpoint(log, Long.toString(covers), piece, last, () -> {
                busy &= covers != position;
                covered.accept(covers);
            });
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
        restore("", 0, restored);
    }

    private void restore(String begun, long offset, Restored restored) {
        storage.readCheckpoint(log, offset, READ_BYTES, new Storage.CheckpointCallback() {
            @Override
            public void piece(String name, long size, Bytes piece) {
                if (offset > 0 && !name.equals(begun)) {
                    restored.again();
                    restore("", 0, restored);
                } else if (name.isEmpty()) {
                    restored.done(null);
                } else {
                    take(name, size, offset, piece, restored);
                }
            }

            @Override
            public void damaged(IthacaException why) {
                restored.again();
                restored.done(null);
            }
        });
    }

    private void take(String name, long size, long offset, Bytes piece, Restored restored) {
        if (!piece.isEmpty()) {
            restored.bytes(piece);
        }
        long next = offset + piece.length();
        if (piece.isEmpty() || next >= size) {
            restored.done(Long.parseLong(name));
        } else {
            restore(name, next, restored);
        }
    }
}

package org.ithaca.object;

import java.util.Iterator;
import org.ithaca.base.ByteReader;
import org.ithaca.base.Bytes;

/// The state of one object at one member.
///
/// State changes only inside [#apply], which is a deterministic function of the state and the operation: no
/// clock, no randomness, no iteration order that depends on the process. All calls come from the thread
/// that owns the node's core.
public interface ReplicatedObject {
    /// Applies a mutator and returns its result for the caller.
    ///
    /// @param position where the operation stands in the log
    /// @throws org.ithaca.base.MalformedException if the operation has no sense; nothing is changed then,
    ///     at any member
    Bytes apply(long position, ByteReader operation);

    /// Answers an accessor from the state as it is.
    ///
    /// @throws org.ithaca.base.MalformedException if the question has no sense
    Bytes query(ByteReader question);

    /// The state as it is now, in pieces of moderate size made one by one while the object goes on
    /// changing.
    Iterator<Bytes> image();

    /// Adds one piece of an image to this object, which had no operation applied yet; pieces come in order.
    void restore(ByteReader piece);
}

package org.ithaca.cluster;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.ithaca.base.Bytes;
import org.ithaca.base.LogletId;
import org.ithaca.base.NodeId;

/// Engine messages of epochs this node has not heard of yet: kept for the moment in which the layout comes,
/// so that nothing need be sent again. What finds no room is dropped; engines repair that.
final class EarlyFrames {
    private static final long MOST_BYTES = 16L << 20;

    private final ArrayDeque<Frame> frames = new ArrayDeque<>();
    private long bytes;

    /// A message that came too early.
    record Frame(NodeId from, LogletId loglet, Bytes message) {}

    void keep(NodeId from, LogletId loglet, Bytes message) {
        if (bytes + message.length() <= MOST_BYTES) {
            bytes += message.length() + 64;
            frames.add(new Frame(from, loglet, message.compact()));
        }
    }

    /// Hands over everything kept; what is still too early may be kept again.
    List<Frame> take() {
        List<Frame> all = new ArrayList<>(frames);
        frames.clear();
        bytes = 0;
        return all;
    }
}

package org.ithaca.group;

import java.util.ArrayList;
import java.util.List;
import org.ithaca.base.ByteReader;
import org.ithaca.base.ByteWriter;
import org.ithaca.base.Bytes;
import org.ithaca.base.NodeId;
import org.ithaca.base.StoredSlot;
import org.ithaca.log.LogletPorts;

/// Writes down what a loglet wants done.
final class RecordingPorts implements LogletPorts {
    record Sent(NodeId to, Bytes frame) {
        GroupMessage message() {
            return GroupMessage.decode(new ByteReader(frame));
        }
    }

    final List<Sent> sent = new ArrayList<>();
    final List<StoredSlot> stored = new ArrayList<>();

    @Override
    public void send(NodeId to, Bytes head, Bytes body) {
        sent.add(new Sent(to, new ByteWriter().raw(head).raw(body).copy()));
    }

    @Override
    public long queuedBytes(NodeId to) {
        return 0;
    }

    @Override
    public void store(long slot, Bytes batch, int crc) {
        stored.add(new StoredSlot(slot, batch, crc));
    }

    @Override
    public void fetch(long fromSlot, long toSlot, int maxBytes, FetchCallback callback) {
        throw new AssertionError("nothing is fetched here");
    }
}

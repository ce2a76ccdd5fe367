package org.ithaca.peers;

import io.aeron.ExclusivePublication;
import io.aeron.Image;
import io.aeron.Publication;
import io.aeron.cluster.codecs.CloseReason;
import io.aeron.cluster.service.ClientSession;
import io.aeron.cluster.service.Cluster;
import io.aeron.cluster.service.ClusteredService;
import io.aeron.logbuffer.Header;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.jspecify.annotations.Nullable;

/// Answers every committed message with the token at its beginning; a read also with content.
///
/// ```
/// message := token i64 | payload        answer := token i64
/// read    := token i64                  answer := token i64 | 100 bytes
/// ```
final class AeronService implements ClusteredService {
    private static final int ANSWER_TO_READ = Long.BYTES + 100;

    private final ExpandableArrayBuffer answer = new ExpandableArrayBuffer(256);
    private @Nullable Cluster cluster;
    private volatile Cluster.Role role = Cluster.Role.FOLLOWER;

    boolean leads() {
        return role == Cluster.Role.LEADER;
    }

    @Override
    public void onStart(Cluster started, @Nullable Image snapshot) {
        cluster = started;
        role = started.role();
    }

    @Override
    public void onSessionMessage(
            @Nullable ClientSession session,
            long timestamp,
            DirectBuffer buffer,
            int offset,
            int length,
            Header header) {
        if (session == null || cluster == null) {
            return;
        }
        answer.putLong(0, buffer.getLong(offset));
        int size = length == Long.BYTES ? ANSWER_TO_READ : Long.BYTES;
        long result = session.offer(answer, 0, size);
        while (result == Publication.BACK_PRESSURED || result == Publication.ADMIN_ACTION) {
            cluster.idleStrategy().idle();
            result = session.offer(answer, 0, size);
        }
    }

    @Override
    public void onRoleChange(Cluster.Role newRole) {
        role = newRole;
    }

    @Override
    public void onSessionOpen(ClientSession session, long timestamp) {}

    @Override
    public void onSessionClose(ClientSession session, long timestamp, CloseReason closeReason) {}

    @Override
    public void onTimerEvent(long correlationId, long timestamp) {}

    @Override
    public void onTakeSnapshot(ExclusivePublication snapshot) {}

    @Override
    public void onTerminate(Cluster terminated) {}
}

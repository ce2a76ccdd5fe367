package org.ithaca.server;

import java.util.ArrayList;
import java.util.List;
import org.ithaca.base.Bytes;
import org.ithaca.base.Link;
import org.ithaca.base.Peer;
import org.ithaca.client.Answer;
import org.ithaca.log.Limits;

/// A client's link that keeps what was sent on it.
final class FakeLink implements Link {
    final List<Answer> answers = new ArrayList<>();
    boolean closed;

    @Override
    public Peer peer() {
        return new Peer.Client(1, "test");
    }

    @Override
    public void send(Bytes head, List<Bytes> body) {
        long length = head.length() + Bytes.length(body);
        if (length > Limits.MAX_FRAME_BYTES) {
            throw new AssertionError("a frame of " + length + " bytes");
        }
        if (!closed) {
            answers.add(Answer.decode(Bytes.join(head, body)));
        }
    }

    @Override
    public long queuedBytes() {
        return 0;
    }

    @Override
    public void close(String reason) {
        closed = true;
    }

    /// The answers of one kind so far, which are then forgotten.
    <T extends Answer> List<T> take(Class<T> kind) {
        List<T> found =
                answers.stream().filter(kind::isInstance).map(kind::cast).toList();
        answers.clear();
        return found;
    }

    /// The ranges acknowledged so far.
    List<Answer.Range> appended() {
        return take(Answer.Appended.class).stream()
                .flatMap(answer -> answer.ranges().stream())
                .toList();
    }

    /// The reasons of the refusals so far.
    List<Answer.Reason> refused() {
        return take(Answer.Refused.class).stream().map(Answer.Refused::reason).toList();
    }
}

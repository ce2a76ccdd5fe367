package org.ithaca.io;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.ithaca.base.Bytes;
import org.ithaca.base.Link;
import org.ithaca.base.MalformedException;
import org.ithaca.base.Network;
import org.ithaca.base.Peer;
import org.ithaca.base.PooledMemory;

/// One end of a link between two loops of this process: frames are handed over in memory, those of a turn
/// together.
///
/// *Threading.* What [Link] has belongs to this end's loop, whose listener hears of it; [#cut] from any thread.
final class LocalLink implements Link {
    private static final TcpLimits LIMITS = TcpLimits.DEFAULT;
    /// Whoever had more than this under way may want to send more once it was taken.
    private static final long MUCH = 256 << 10;

    /// A frame under way.
    private record Frame(Bytes head, List<Bytes> body, int length) {
        /// What the sender's loop holds is not held while the other one reads it.
        static Frame of(Bytes head, List<Bytes> body) {
            List<Bytes> parts = new ArrayList<>(body.size());
            body.forEach(part -> parts.add(part.onHeap()));
            return new Frame(head.onHeap(), parts, Math.toIntExact(head.length() + Bytes.length(parts)));
        }

        Bytes joined() {
            return body.isEmpty() ? head : Bytes.join(head, body);
        }

        Bytes in(PooledMemory memory) {
            Bytes.copy(head, body, memory.bytes());
            return Bytes.of(memory, 0, length);
        }
    }

    private final NodeLoop loop;
    private final Peer peer;
    private final Network.Listener listener;
    /// Bytes the other end has not taken yet.
    private final AtomicLong underWay = new AtomicLong();
    private LocalLink other = this;
    private Runnable onClosed = LocalLink::nothing;
    private final Runnable handOver = this::handOver;
    private List<Frame> turn = new ArrayList<>();
    private boolean opened;
    private boolean closing;
    private boolean told;

    /// @param loop of this end
    /// @param peer who is at the other one
    /// @param listener of this end
    LocalLink(NodeLoop loop, Peer peer, Network.Listener listener) {
        this.loop = loop;
        this.peer = peer;
        this.listener = listener;
    }

    /// Before anything else: the two ends of one link.
    void join(LocalLink end) {
        other = end;
        end.other = this;
    }

    /// Before [#begin]: runs, on this end's loop if that goes on, once the link is gone.
    void whenClosed(Runnable action) {
        onClosed = action;
    }

    /// Tells this end's listener, soon, that the link is open.
    void begin() {
        later(this, () -> {
            if (!told) {
                opened = true;
                listener.opened(this);
            }
        });
    }

    @Override
    public Peer peer() {
        return peer;
    }

    @Override
    public void send(Bytes head, List<Bytes> body) {
        if (closing) {
            return;
        }
        Frame frame = Frame.of(head, body);
        LIMITS.check(head, frame.length());
        if (underWay.addAndGet(frame.length()) > LIMITS.maxQueued()) {
            close("it does not take what is sent to it");
            return;
        }
        if (turn.isEmpty()) {
            loop.flushLater(handOver);
        }
        turn.add(frame);
        loop.carried(frame.length());
    }

    @Override
    public long queuedBytes() {
        return closing ? 0 : underWay.get();
    }

    /// Gives the frames of the turn to the other loop.
    private void handOver() {
        List<Frame> frames = turn;
        turn = new ArrayList<>();
        if (!frames.isEmpty() && !later(other, () -> other.take(frames))) {
            later(this, this::end);
        }
    }

    private void take(List<Frame> frames) {
        long taken = 0;
        for (Frame frame : frames) {
            taken += frame.length();
            if (listener.takesPooled() && loop.blocks().takes(frame.length())) {
                hear(frame, loop.blocks().take(frame.length()));
            } else {
                hear(frame.joined());
            }
        }
        loop.carried(taken);
        if (other.underWay.getAndAdd(-taken) > MUCH) {
            later(other, LocalLink::nothing);
        }
    }

    private void hear(Frame frame, PooledMemory block) {
        try {
            hear(frame.in(block));
        } finally {
            block.release();
        }
    }

    private void hear(Bytes frame) {
        try {
            if (!closing) {
                listener.received(this, frame);
            }
        } catch (MalformedException e) {
            close(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void close(String reason) {
        if (!closing) {
            TcpNetwork.LOG.debug("{} (this process): closing the link: {}", peer, reason);
            handOver();
            closing = true;
            later(this, this::end);
            later(other, other::end);
        }
    }

    /// The process at either end stops: both ends close. From any thread.
    void cut() {
        later(this, this::end);
        later(other, other::end);
    }

    /// The link is gone: told once, if this end ever heard of it.
    private void end() {
        closing = true;
        if (!told) {
            told = true;
            onClosed.run();
            if (opened) {
                listener.closed(this);
            }
        }
    }

    private static void nothing() {}

    /// Runs something on the loop of an end; false if that loop is closed.
    private static boolean later(LocalLink end, Runnable action) {
        try {
            end.loop.execute(action);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return peer + "@this process";
    }
}

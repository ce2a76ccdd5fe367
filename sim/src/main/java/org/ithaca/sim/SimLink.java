package org.ithaca.sim;

import java.util.ArrayList;
import java.util.List;
import org.ithaca.base.Bytes;
import org.ithaca.base.Link;
import org.ithaca.base.Peer;
import org.jspecify.annotations.Nullable;

/// One end of a simulated link.
final class SimLink implements Link {
    private enum State {
        /// Its process does not know of it yet.
        NEW,
        OPEN,
        CLOSED
    }

    private final SimNetwork network;
    private final SimProcess owner;
    private final Peer peer;
    private final List<Bytes> outgoing = new ArrayList<>();
    private State state = State.NEW;
    private @Nullable SimLink other;
    private boolean aborted;
    private long queued;
    private long lastArrival;
    private long floor;
    private long waitingSince = Long.MAX_VALUE;

    SimLink(SimNetwork network, SimProcess owner, Peer peer) {
        this.network = network;
        this.owner = owner;
        this.peer = peer;
    }

    static void join(SimLink a, SimLink b) {
        a.other = b;
        b.other = a;
    }

    SimProcess owner() {
        return owner;
    }

    SimLink other() {
        SimLink end = other;
        if (end == null) {
            throw new IllegalStateException("a link has two ends");
        }
        return end;
    }

    @Override
    public Peer peer() {
        return peer;
    }

    @Override
    public void send(Bytes head, List<Bytes> body) {
        if (state != State.OPEN || !owner.alive()) {
            return;
        }
        Bytes frame = Bytes.join(head, body);
        if (outgoing.isEmpty()) {
            owner.hasOutput(this);
        }
        outgoing.add(frame);
        queued += frame.length();
    }

    @Override
    public long queuedBytes() {
        return state == State.OPEN ? queued : 0;
    }

    @Override
    public void close(String reason) {
        if (state != State.CLOSED && owner.alive()) {
            flush();
            network.sendClose(this);
            closeHere("closed");
        }
    }

    boolean isOpen() {
        return state == State.OPEN;
    }

    boolean isClosed() {
        return state == State.CLOSED;
    }

    /// The process learns of the link.
    void open() {
        if (state == State.NEW) {
            state = State.OPEN;
            owner.endpoint().opened(this);
        }
    }

    /// Hands what was sent in this turn to the network.
    void flush() {
        for (Bytes frame : outgoing) {
            network.transmit(this, frame);
        }
        outgoing.clear();
    }

    void deliver(Bytes frame) {
        if (state == State.OPEN) {
            owner.note("received", frame.length(), Trace.hashOf(frame));
            hand(frame);
        }
    }

    private void hand(Bytes frame) {
        Program program = owner.program();
        if (program.takesPooled()) {
            Bytes pooled = SimMemory.of(frame);
            try {
                program.received(this, pooled);
            } finally {
                pooled.release();
            }
        } else {
            program.received(this, frame);
        }
    }

    /// The bytes left this end: they arrived or are lost.
    void taken(int bytes) {
        queued -= bytes;
        waitingSince = Long.MAX_VALUE;
    }

    /// The bytes are under way once more.
    void duplicated(int bytes) {
        queued += bytes;
    }

    /// Frames wait at a cut since this moment, or for longer.
    void waitsSince(long nanos) {
        if (waitingSince == Long.MAX_VALUE) {
            waitingSince = nanos;
            network.world().after(network.options().linkTimeout(), () -> giveUp(nanos));
        }
    }

    private void giveUp(long since) {
        if (waitingSince == since && state != State.CLOSED) {
            network.sendClose(this);
            abort("timed out");
        }
    }

    /// A frame came to an end that is no more: the host there, if it is up, says so to the sender.
    void refuse() {
        if (owner.host().powered()) {
            network.sendClose(this);
        } else {
            other().waitsSince(network.world().nowNanos());
        }
    }

    /// The other end is gone: what arrived before that is handed over first.
    void closedByPeer() {
        if (owner.alive()) {
            owner.enqueue(() -> closeHere("closed by peer"));
        } else {
            closeHere("closed by peer");
        }
    }

    /// The end is gone; its process, if it lives, hears of it once.
    void closeHere(String how) {
        if (state == State.CLOSED) {
            return;
        }
        boolean known = state == State.OPEN;
        state = State.CLOSED;
        outgoing.clear();
        if (owner.alive()) {
            owner.endpoint().gone(this, known, how);
        }
    }

    /// The end is gone, and so is all that waits to be sent once more.
    void abort(String how) {
        aborted = true;
        closeHere(how);
    }

    boolean isAborted() {
        return aborted;
    }

    /// When a frame that would take until `wanted` arrives: in order, unless it may be overtaken.
    long arrival(long wanted, boolean inOrder) {
        if (!inOrder) {
            return Math.max(wanted, floor);
        }
        lastArrival = Math.max(wanted, lastArrival);
        return lastArrival;
    }

    /// Nothing arrives before this moment: the other process does not know of the link yet.
    void floor(long nanos) {
        floor = nanos;
        lastArrival = Math.max(lastArrival, nanos);
    }
}

package org.ithaca.peers;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jgroups.Receiver;
import org.jgroups.util.MessageBatch;
import org.jspecify.annotations.Nullable;

/// A member of a group with total order. Receivers tell the sender how far they have delivered.
///
/// ```
/// message := number i64 | payload, to all        reached := number i64, to the sender
/// ```
final class SequencerMember implements Member, Receiver {
    /// More than any window.
    private static final int TOKENS = 1 << 17;

    private final JChannel channel;
    private final AtomicLongArray tokens = new AtomicLongArray(TOKENS);
    private volatile @Nullable Acks acks;
    private long sent;
    private long done;

    private SequencerMember(JChannel channel) {
        this.channel = channel;
    }

    static SequencerMember start(Place place, int member) throws Exception {
        JChannel channel = JGroupsStack.channel(place, member, "pd", "", "<SEQUENCER/><FRAG2 frag_size=\"60K\"/>");
        SequencerMember started = new SequencerMember(channel);
        channel.setReceiver(started);
        channel.setDiscardOwnMessages(true);
        channel.connect("peers");
        return started;
    }

    @Override
    public void receive(Message message) {
        Address from = message.getSrc();
        if (message.getDest() != null) {
            reached(number(message));
        } else if (!from.equals(channel.getAddress())) {
            tell(from, number(message));
        }
    }

    @Override
    public void receive(MessageBatch batch) {
        Address from = batch.getSender();
        long last = -1;
        for (Message message : batch) {
            if (message.getDest() != null) {
                reached(number(message));
            } else {
                last = Math.max(last, number(message));
            }
        }
        if (last >= 0 && !from.equals(channel.getAddress())) {
            tell(from, last);
        }
    }

    private static long number(Message message) {
        return ByteBuffer.wrap(message.getArray(), message.getOffset(), message.getLength())
                .getLong();
    }

    private void tell(Address sender, long number) {
        byte[] reached = ByteBuffer.allocate(Long.BYTES).putLong(number).array();
        try {
            channel.send(new BytesMessage(sender, reached).setFlag(Message.Flag.OOB));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /// Another member has delivered up to this number: with the sender's own copy that makes two.
    private synchronized void reached(long number) {
        Acks told = acks;
        while (told != null && done <= number) {
            told.done(tokens.get((int) (done++ % TOKENS)));
        }
    }

    @Override
    public boolean leads() {
        return channel.getView().size() == 3 && channel.getView().getCoord().equals(channel.getAddress());
    }

    @Override
    public Link link(Acks to) {
        acks = to;
        return new Link() {
            @Override
            public boolean send(Work work, byte[] payload, long token) {
                byte[] message = ByteBuffer.allocate(Long.BYTES + payload.length)
                        .putLong(sent)
                        .put(payload)
                        .array();
                tokens.set((int) (sent++ % TOKENS), token);
                try {
                    channel.send(new BytesMessage(null, message));
                } catch (Exception e) {
                    to.failed(token);
                }
                return true;
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void close() {
        channel.close();
    }
}

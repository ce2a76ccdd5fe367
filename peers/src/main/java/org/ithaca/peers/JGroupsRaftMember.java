package org.ithaca.peers;

import java.io.DataInput;
import java.io.DataOutput;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jgroups.JChannel;
import org.jgroups.raft.Options;
import org.jgroups.raft.RaftHandle;
import org.jgroups.raft.StateMachine;

/// A member of a jgroups-raft cluster whose state machine only counts.
final class JGroupsRaftMember implements Member {
    /// The answer of the state machine is not wanted.
    private static final Options OPTIONS = Options.create(true);

    private final JChannel channel;
    private final RaftHandle raft;

    private JGroupsRaftMember(JChannel channel, RaftHandle raft) {
        this.channel = channel;
        this.raft = raft;
    }

    static JGroupsRaftMember start(Place place, int member) throws Exception {
        String members =
                IntStream.range(0, place.members()).mapToObj(i -> "m" + i).collect(Collectors.joining(","));
        String log = place.durable()
                ? "log_class=\"org.jgroups.protocols.raft.FileBasedLog\" log_use_fsync=\"true\""
                : "log_class=\"org.jgroups.protocols.raft.InMemoryLog\"";
        JChannel channel = JGroupsStack.channel(
                place,
                member,
                "transfer-queue",
                "<raft.NO_DUPES/>",
                "<FRAG4 frag_size=\"60K\"/><raft.ELECTION/><raft.RAFT members=\"" + members + "\" raft_id=\"m" + member
                        + "\" log_dir=\"" + place.home(member) + "\" " + log + "/><raft.REDIRECT/>");
        RaftHandle raft = new RaftHandle(channel, new Counter()).raftId("m" + member);
        channel.connect("peers");
        return new JGroupsRaftMember(channel, raft);
    }

    /// Counts what was applied.
    private static final class Counter implements StateMachine {
        private static final byte[] NOTHING = {};

        private long count;

        @Override
        public byte[] apply(byte[] data, int offset, int length, boolean serializeResponse) {
            count++;
            return NOTHING;
        }

        @Override
        public void readContentFrom(DataInput in) throws Exception {
            count = in.readLong();
        }

        @Override
        public void writeContentTo(DataOutput out) throws Exception {
            out.writeLong(count);
        }
    }

    @Override
    public boolean leads() {
        return raft.isLeader();
    }

    @Override
    public Link link(Acks acks) {
        return new Link() {
            @Override
            public boolean send(Work work, byte[] payload, long token) {
                CompletableFuture<byte[]> answer;
                try {
                    answer = raft.setAsync(payload, 0, payload.length, OPTIONS);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
                if (answer.isCompletedExceptionally()) {
                    // Its queue is full, or nobody leads.
                    return false;
                }
                var unused = answer.whenComplete((value, error) -> {
                    if (error == null) {
                        acks.done(token);
                    } else {
                        acks.failed(token);
                    }
                });
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

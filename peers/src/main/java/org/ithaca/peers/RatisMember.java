package org.ithaca.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.ratis.client.RaftClientConfigKeys;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.statemachine.impl.BaseStateMachine;

/// A Ratis server whose state machine applies nothing.
final class RatisMember implements Member {
    private static final RaftGroupId GROUP =
            RaftGroupId.valueOf(UUID.nameUUIDFromBytes("peers".getBytes(StandardCharsets.US_ASCII)));
    private static final int OUTSTANDING = 1 << 10;

    private final RaftServer server;

    private RatisMember(RaftServer server) {
        this.server = server;
    }

    static RatisMember start(Place place, int member) throws IOException {
        RaftProperties properties = properties();
        GrpcConfigKeys.Server.setPort(properties, place.port(member, 0));
        RaftServerConfigKeys.setStorageDir(
                properties, List.of(place.home(member).resolve("raft").toFile()));
        RaftServer server = RaftServer.newBuilder()
                .setServerId(peers(place).get(member).getId())
                .setGroup(group(place))
                .setProperties(properties)
                .setStateMachine(new Nothing())
                .build();
        server.start();
        return new RatisMember(server);
    }

    static RaftProperties properties() {
        RaftProperties properties = new RaftProperties();
        RaftClientConfigKeys.Async.setOutstandingRequestsMax(properties, OUTSTANDING);
        RaftServerConfigKeys.Read.setOption(properties, RaftServerConfigKeys.Read.Option.LINEARIZABLE);
        return properties;
    }

    private static List<RaftPeer> peers(Place place) {
        return IntStream.range(0, place.members())
                .mapToObj(i -> RaftPeer.newBuilder()
                        .setId("m" + i)
                        .setAddress(place.address(i, 0))
                        .build())
                .toList();
    }

    static RaftGroup group(Place place) {
        return RaftGroup.valueOf(GROUP, peers(place));
    }

    /// Acknowledges what it is given.
    private static final class Nothing extends BaseStateMachine {
        private static final CompletableFuture<Message> DONE = CompletableFuture.completedFuture(Message.EMPTY);

        @Override
        public CompletableFuture<Message> applyTransaction(TransactionContext transaction) {
            updateLastAppliedTermIndex(
                    transaction.getLogEntry().getTerm(),
                    transaction.getLogEntry().getIndex());
            return DONE;
        }

        @Override
        public CompletableFuture<Message> query(Message request) {
            return DONE;
        }
    }

    @Override
    public boolean leads() {
        try {
            return server.getDivision(GROUP).getInfo().isLeader();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Link link(Acks acks) {
        throw new UnsupportedOperationException("Ratis has no embedded form here");
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package org.ithaca.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import org.apache.ratis.client.RaftClient;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;

/// Ratis's own asynchronous client.
final class RatisLink implements Link {
    private final RaftClient client;
    private final Acks acks;
    private byte[] held = {};
    private Message message = Message.EMPTY;

    private RatisLink(RaftClient client, Acks acks) {
        this.client = client;
        this.acks = acks;
    }

    static RatisLink open(Place place, Acks acks) {
        RaftClient client = RaftClient.newBuilder()
                .setProperties(RatisMember.properties())
                .setRaftGroup(RatisMember.group(place))
                .build();
        return new RatisLink(client, acks);
    }

    @Override
    public boolean send(Work work, byte[] payload, long token) {
        if (held != payload) {
            held = payload;
            ByteString content = UnsafeByteOperations.unsafeWrap(payload);
            message = () -> content;
        }
        CompletableFuture<RaftClientReply> reply = work == Work.READ
                ? client.async().sendReadOnly(Message.EMPTY)
                : client.async().send(message);
        var unused = reply.whenComplete((answer, error) -> {
            if (error == null && answer.isSuccess()) {
                acks.done(token);
            } else {
                acks.failed(token);
            }
        });
        return true;
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

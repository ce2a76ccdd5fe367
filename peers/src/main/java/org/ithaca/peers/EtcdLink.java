package org.ithaca.peers;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.thirdparty.io.grpc.CallOptions;
import org.apache.ratis.thirdparty.io.grpc.ManagedChannel;
import org.apache.ratis.thirdparty.io.grpc.ManagedChannelBuilder;
import org.apache.ratis.thirdparty.io.grpc.MethodDescriptor;
import org.apache.ratis.thirdparty.io.grpc.stub.ClientCalls;
import org.apache.ratis.thirdparty.io.grpc.stub.StreamObserver;

/// Puts and ranges over gRPC, which Ratis brings; the two messages are written here by hand.
///
/// ```
/// PutRequest   := 0x0a length key 0x12 length value
/// RangeRequest := 0x0a length key
/// ```
final class EtcdLink implements Link {
    static final int CHANNELS = 4;

    private static final int KEY = 0x0a;
    private static final int VALUE = 0x12;
    private static final int DEADLINE_SECONDS = 5;
    private static final MethodDescriptor<byte[], byte[]> PUT = method("Put");
    private static final MethodDescriptor<byte[], byte[]> RANGE = method("Range");

    private final List<List<ManagedChannel>> channels;
    private final Acks acks;
    private final LeaderWatch watch;
    private int turn;

    private EtcdLink(List<List<ManagedChannel>> channels, LeaderWatch watch, Acks acks) {
        this.channels = channels;
        this.watch = watch;
        this.acks = acks;
    }

    static EtcdLink open(Place place, Acks acks) throws InterruptedException {
        List<List<ManagedChannel>> channels = new ArrayList<>();
        for (int i = 0; i < place.members(); i++) {
            List<ManagedChannel> some = new ArrayList<>();
            for (int c = 0; c < CHANNELS; c++) {
                some.add(ManagedChannelBuilder.forAddress(Place.HOST, place.port(i, 0))
                        .usePlaintext()
                        .build());
            }
            channels.add(some);
        }
        LeaderWatch watch = new LeaderWatch(place.members(), i -> EtcdPeer.isLeader(place, i));
        watch.start();
        return new EtcdLink(channels, watch, acks);
    }

    private static MethodDescriptor<byte[], byte[]> method(String name) {
        Bytes bytes = new Bytes();
        return MethodDescriptor.newBuilder(bytes, bytes)
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName("etcdserverpb.KV/" + name)
                .build();
    }

    /// Messages as they are.
    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public boolean send(Work work, byte[] payload, long token) {
        ManagedChannel channel = channels.get(watch.leader()).get(turn++ % CHANNELS);
        ByteArrayOutputStream message = new ByteArrayOutputStream(payload.length + 32);
        String key = work == Work.READ ? Keys.of(token) : Keys.of(token, payload);
        field(message, KEY, key.getBytes(StandardCharsets.US_ASCII));
        if (work != Work.READ) {
            field(message, VALUE, payload);
        }
        ClientCalls.asyncUnaryCall(
                channel.newCall(
                        work == Work.READ ? RANGE : PUT,
                        CallOptions.DEFAULT.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)),
                message.toByteArray(),
                new Answer(token));
        return true;
    }

    private static void field(ByteArrayOutputStream message, int tag, byte[] content) {
        message.write(tag);
        int left = content.length;
        while (left > 0x7f) {
            message.write((left & 0x7f) | 0x80);
            left >>>= 7;
        }
        message.write(left);
        message.writeBytes(content);
    }

    private final class Answer implements StreamObserver<byte[]> {
        private final long token;

        Answer(long token) {
            this.token = token;
        }

        @Override
        public void onNext(byte[] answer) {
            watch.heard();
            acks.done(token);
        }

        @Override
        public void onError(Throwable error) {
            acks.failed(token);
        }

        @Override
        public void onCompleted() {}
    }

    @Override
    public void close() {
        channels.forEach(some -> some.forEach(ManagedChannel::shutdownNow));
    }
}

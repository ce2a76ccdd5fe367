package org.ithaca.peers;

import com.alipay.sofa.jraft.error.RemotingException;
import com.alipay.sofa.jraft.option.RpcOptions;
import com.alipay.sofa.jraft.rpc.RpcClient;
import com.alipay.sofa.jraft.util.Endpoint;
import com.alipay.sofa.jraft.util.RpcFactoryHelper;
import org.jspecify.annotations.Nullable;

/// A client of [JRaftMember]: asynchronous requests to the leader.
final class JRaftLink implements Link {
    private static final long TIMEOUT_MILLIS = 5_000;
    private static final long ASK_MILLIS = 200;

    private final RpcClient client;
    private final Place place;
    private final LeaderWatch watch;
    private final Acks acks;

    private JRaftLink(RpcClient client, Place place, LeaderWatch watch, Acks acks) {
        this.client = client;
        this.place = place;
        this.watch = watch;
        this.acks = acks;
    }

    static JRaftLink open(Place place, Acks acks) throws InterruptedException {
        RpcClient client = RpcFactoryHelper.rpcFactory().createRpcClient();
        client.init(new RpcOptions());
        LeaderWatch watch = new LeaderWatch(place.members(), i -> leads(client, endpoint(place, i)));
        watch.start();
        return new JRaftLink(client, place, watch, acks);
    }

    private static Endpoint endpoint(Place place, int member) {
        return new Endpoint(Place.HOST, place.port(member, 0));
    }

    /// Only a member that takes itself for the leader is believed.
    private static boolean leads(RpcClient client, Endpoint member) {
        try {
            Object answer = client.invokeSync(member, JRaftRequest.whoLeads(), ASK_MILLIS);
            return member.toString().equals(answer);
        } catch (RemotingException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public boolean send(Work work, byte[] payload, long token) {
        JRaftRequest request = work == Work.READ ? JRaftRequest.read() : JRaftRequest.append(payload);
        try {
            client.invokeAsync(
                    endpoint(place, watch.leader()),
                    request,
                    (answer, error) -> ended(token, answer, error),
                    TIMEOUT_MILLIS);
            return true;
        } catch (RemotingException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void ended(long token, @Nullable Object answer, @Nullable Throwable error) {
        if (error == null && "".equals(answer)) {
            watch.heard();
            acks.done(token);
        } else {
            acks.failed(token);
        }
    }

    @Override
    public void close() {
        client.shutdown();
    }
}

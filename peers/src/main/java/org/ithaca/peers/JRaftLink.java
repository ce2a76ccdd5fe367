package org.ithaca.peers;

import com.alipay.sofa.jraft.error.RemotingException;
import com.alipay.sofa.jraft.option.RpcOptions;
import com.alipay.sofa.jraft.rpc.RpcClient;
import com.alipay.sofa.jraft.util.Endpoint;
import com.alipay.sofa.jraft.util.RpcFactoryHelper;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A client of [JRaftMember]: asynchronous requests to the leader, who is asked for again after a failure.
final class JRaftLink implements Link {
    private static final long TIMEOUT_MILLIS = 5_000;
    private static final long ASK_MILLIS = 500;
    private static final long RETRY_MILLIS = 20;

    private final RpcClient client;
    private final Place place;
    private final Acks acks;
    private volatile @Nullable Endpoint leader;
    private long askAt;

    private JRaftLink(RpcClient client, Place place, Acks acks) {
        this.client = client;
        this.place = place;
        this.acks = acks;
    }

    static JRaftLink open(Place place, Acks acks) throws InterruptedException {
        RpcClient client = RpcFactoryHelper.rpcFactory().createRpcClient();
        client.init(new RpcOptions());
        JRaftLink link = new JRaftLink(client, place, acks);
        while (link.leader() == null) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
        return link;
    }

    private @Nullable Endpoint leader() {
        Endpoint known = leader;
        if (known != null || System.nanoTime() - askAt < 0) {
            return known;
        }
        askAt = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(RETRY_MILLIS);
        for (int i = 0; i < place.members() && leader == null; i++) {
            leader = ask(new Endpoint(Place.HOST, place.port(i, 0)));
        }
        return leader;
    }

    /// Whom a member takes for the leader; only the leader itself is believed.
    private @Nullable Endpoint ask(Endpoint member) {
        try {
            Object answer = client.invokeSync(member, JRaftRequest.whoLeads(), ASK_MILLIS);
            return member.toString().equals(answer) ? member : null;
        } catch (RemotingException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    @Override
    public boolean send(Work work, byte[] payload, long token) {
        Endpoint to = leader();
        if (to == null) {
            return false;
        }
        JRaftRequest request = work == Work.READ ? JRaftRequest.read() : JRaftRequest.append(payload);
        try {
            client.invokeAsync(to, request, (answer, error) -> ended(token, answer, error), TIMEOUT_MILLIS);
            return true;
        } catch (RemotingException e) {
            leader = null;
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void ended(long token, @Nullable Object answer, @Nullable Throwable error) {
        if (error == null && "".equals(answer)) {
            acks.done(token);
        } else {
            leader = null;
            acks.failed(token);
        }
    }

    @Override
    public void close() {
        client.shutdown();
    }
}

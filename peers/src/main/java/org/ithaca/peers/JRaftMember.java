package org.ithaca.peers;

import com.alipay.sofa.jraft.Closure;
import com.alipay.sofa.jraft.Iterator;
import com.alipay.sofa.jraft.Node;
import com.alipay.sofa.jraft.RaftGroupService;
import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.closure.ReadIndexClosure;
import com.alipay.sofa.jraft.conf.Configuration;
import com.alipay.sofa.jraft.core.StateMachineAdapter;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.entity.Task;
import com.alipay.sofa.jraft.option.NodeOptions;
import com.alipay.sofa.jraft.rpc.RaftRpcServerFactory;
import com.alipay.sofa.jraft.rpc.RpcContext;
import com.alipay.sofa.jraft.rpc.RpcProcessor;
import com.alipay.sofa.jraft.rpc.RpcServer;
import com.alipay.sofa.jraft.storage.snapshot.SnapshotReader;
import com.alipay.sofa.jraft.storage.snapshot.SnapshotWriter;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/// A member of a SOFAJRaft group whose state machine applies nothing. It answers a request with an empty
/// text when it is done, else with what failed; the question who leads with an address or nothing.
final class JRaftMember implements Member, RpcProcessor<JRaftRequest> {
    private static final byte[] NO_CONTEXT = {};

    private final RaftGroupService group;
    private final Node node;

    private JRaftMember(RaftGroupService group, Node node) {
        this.group = group;
        this.node = node;
    }

    static JRaftMember start(Place place, int member) {
        PeerId self = PeerId.parsePeer(place.address(member, 0));
        NodeOptions options = new NodeOptions();
        options.setFsm(new Nothing());
        options.setInitialConf(configuration(place));
        options.setLogUri(place.home(member).resolve("log").toString());
        options.setRaftMetaUri(place.home(member).resolve("meta").toString());
        options.getRaftOptions().setSync(place.durable());
        options.getRaftOptions().setSyncMeta(place.durable());
        RpcServer server = RaftRpcServerFactory.createRaftRpcServer(self.getEndpoint());
        RaftGroupService group = new RaftGroupService("peers", self, options, server);
        JRaftMember started = new JRaftMember(group, group.start(false));
        server.registerProcessor(started);
        if (!server.init(null)) {
            throw new IllegalStateException("the server of " + self + " does not start");
        }
        return started;
    }

    static Configuration configuration(Place place) {
        Configuration configuration = new Configuration();
        configuration.parse(place.addresses(0));
        return configuration;
    }

    /// Acknowledges what it is given.
    private static final class Nothing extends StateMachineAdapter {
        @Override
        public void onApply(Iterator entries) {
            while (entries.hasNext()) {
                Closure done = entries.done();
                if (done != null) {
                    done.run(Status.OK());
                }
                entries.next();
            }
        }

        @Override
        public void onSnapshotSave(SnapshotWriter writer, Closure done) {
            done.run(Status.OK());
        }

        @Override
        public boolean onSnapshotLoad(SnapshotReader reader) {
            return true;
        }
    }

    @Override
    public String interest() {
        return JRaftRequest.class.getName();
    }

    @Override
    public void handleRequest(RpcContext context, JRaftRequest request) {
        if (request.asksWhoLeads()) {
            PeerId leader = node.getLeaderId();
            context.sendResponse(leader == null ? "" : leader.getEndpoint().toString());
        } else if (request.isRead()) {
            read(status -> context.sendResponse(text(status)));
        } else {
            append(request.data(), status -> context.sendResponse(text(status)));
        }
    }

    private static String text(Status status) {
        return status.isOk() ? "" : String.valueOf(status.getErrorMsg());
    }

    private void append(byte[] data, Consumer<Status> done) {
        node.apply(new Task(ByteBuffer.wrap(data), done::accept));
    }

    private void read(Consumer<Status> done) {
        node.readIndex(NO_CONTEXT, new ReadIndexClosure() {
            @Override
            public void run(Status status, long index, byte[] context) {
                done.accept(status);
            }
        });
    }

    @Override
    public boolean leads() {
        return node.isLeader();
    }

    @Override
    public Link link(Acks acks) {
        return new Link() {
            @Override
            public boolean send(Work work, byte[] payload, long token) {
                Consumer<Status> done = status -> {
                    if (status.isOk()) {
                        acks.done(token);
                    } else {
                        acks.failed(token);
                    }
                };
                if (work == Work.READ) {
                    read(done);
                } else {
                    append(payload, done);
                }
                return true;
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void close() {
        group.shutdown();
    }
}

package org.ithaca.peers;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;

/// A few sessions with ZooKeeper, used in turn.
final class ZooKeeperLink implements Link {
    static final int SESSIONS = 3;

    private static final int SESSION_MILLIS = 30_000;
    private static final int ANY_VERSION = -1;
    private static final long RETRY_MILLIS = 50;

    private final List<ZooKeeper> sessions;
    private final Acks acks;
    private int turn;

    private ZooKeeperLink(List<ZooKeeper> sessions, Acks acks) {
        this.sessions = sessions;
        this.acks = acks;
    }

    /// Connects, and makes the nodes that are written.
    static ZooKeeperLink open(Place place, Acks acks) throws IOException, InterruptedException {
        List<ZooKeeper> sessions = new ArrayList<>();
        for (int i = 0; i < SESSIONS; i++) {
            sessions.add(new ZooKeeper(place.addresses(0), SESSION_MILLIS, event -> {}));
        }
        awaitNode(sessions.getFirst());
        CountDownLatch made = new CountDownLatch(Keys.COUNT + Keys.LARGE_COUNT - 1);
        for (int i = 1; i < Keys.COUNT + Keys.LARGE_COUNT; i++) {
            sessions.getFirst()
                    .create(
                            path(Keys.name(i)),
                            new byte[0],
                            ZooDefs.Ids.OPEN_ACL_UNSAFE,
                            CreateMode.PERSISTENT,
                            (code, path, context, name) -> made.countDown(),
                            null);
        }
        made.await();
        return new ZooKeeperLink(sessions, acks);
    }

    private static void awaitNode(ZooKeeper session) throws InterruptedException {
        while (true) {
            try {
                session.create(path(Keys.name(0)), new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
                return;
            } catch (KeeperException.NodeExistsException e) {
                return;
            } catch (KeeperException e) {
                TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
            }
        }
    }

    private static String path(String key) {
        return "/" + key;
    }

    @Override
    public boolean send(Work work, byte[] payload, long token) {
        ZooKeeper session = sessions.get(turn++ % SESSIONS);
        if (work == Work.READ) {
            session.getData(path(Keys.of(token)), false, (code, at, context, data, stat) -> ended(code, token), null);
        } else {
            session.setData(
                    path(Keys.of(token, payload)),
                    payload,
                    ANY_VERSION,
                    (code, at, context, stat) -> ended(code, token),
                    null);
        }
        return true;
    }

    private void ended(int code, long token) {
        if (code == KeeperException.Code.OK.intValue()) {
            acks.done(token);
        } else {
            acks.failed(token);
        }
    }

    @Override
    public void close() {
        for (ZooKeeper session : sessions) {
            try {
                session.close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

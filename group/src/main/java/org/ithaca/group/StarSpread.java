package org.ithaca.group;

import java.util.ArrayList;
import java.util.List;
import org.ithaca.base.Bytes;

/// Every writer sends its slots to each other member itself.
final class StarSpread {
    private final List<MemberFeed> feeds = new ArrayList<>();
    private final Parts parts;

    StarSpread(Parts parts) {
        this.parts = parts;
        int self = parts.members().self();
        for (int rank = 0; parts.order().writes(self) && rank < parts.members().count(); rank++) {
            if (rank != self) {
                feeds.add(new MemberFeed(parts, rank));
            }
        }
    }

    /// The slot was written just now.
    void wrote(long slot, Bytes batch, int crc) {
        if (!feeds.isEmpty()) {
            send(slot, 1, GroupMessage.Data.head(slot, crc), batch);
        }
    }

    /// `count` own slots from `first` on were filled just now.
    void filled(long first, int count) {
        if (!feeds.isEmpty()) {
            send(first, count, new GroupMessage.Nulls(first, count).encode(), Bytes.EMPTY);
        }
    }

    private void send(long first, int count, Bytes head, Bytes body) {
        long end = first + (long) count * parts.order().writers();
        for (int i = 0; i < feeds.size(); i++) {
            feeds.get(i).wrote(first, end, head, body);
        }
    }

    void linked(int rank) {
        if (!feeds.isEmpty()) {
            feeds.get(rank < parts.members().self() ? rank : rank - 1).linked();
        }
    }

    void turnEnded(long nowNanos) {
        for (int i = 0; i < feeds.size(); i++) {
            feeds.get(i).turnEnded(nowNanos);
        }
    }

    void tick(long nowNanos, Exchange exchange) {
        for (int i = 0; i < feeds.size(); i++) {
            feeds.get(i).tick(nowNanos, exchange);
        }
    }

    /// Sends nothing any more.
    void close() {
        feeds.forEach(MemberFeed::close);
        feeds.clear();
    }

    long dueNanos() {
        long due = Long.MAX_VALUE;
        for (int i = 0; i < feeds.size(); i++) {
            due = Math.min(due, feeds.get(i).dueNanos());
        }
        return due;
    }

    long resent() {
        return feeds.stream().mapToLong(MemberFeed::resent).sum();
    }
}

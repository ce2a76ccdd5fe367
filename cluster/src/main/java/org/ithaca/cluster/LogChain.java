package org.ithaca.cluster;

import java.util.ArrayList;
import java.util.List;
import org.ithaca.base.ByteReader;
import org.ithaca.base.ByteWriter;
import org.ithaca.base.Invariant;
import org.ithaca.base.LogId;
import org.ithaca.base.LogletId;
import org.ithaca.base.MalformedException;

/// One log as a layout names it: a chain of epochs of which only the last is open.
///
/// @param id its identity
/// @param name its name, unique in the cluster
/// @param kind what it is for
/// @param trimmedBelow a position below which nothing may be asked for; members may know of a later trim
/// already
/// @param epochs oldest first, at least one; epochs that lie wholly below the trim are left out, except the one
/// that ended last
public record LogChain(LogId id, String name, LogKind kind, long trimmedBelow, List<EpochInfo> epochs) {
    /// Most epochs a chain can list.
    static final int MAX_EPOCHS = 65_536;

    public LogChain {
        epochs = List.copyOf(epochs);
        Invariant.check(!epochs.isEmpty(), "a chain has an epoch");
        for (int i = 0; i + 1 < epochs.size(); i++) {
            Invariant.check(
                    epochs.get(i).endPosition() == epochs.get(i + 1).first()
                            && epochs.get(i).epoch() + 1 == epochs.get(i + 1).epoch(),
                    "epochs of a chain follow one another");
        }
        Invariant.check(epochs.getLast().open(), "the last epoch of a chain is open");
    }

    /// The newest epoch, the only open one.
    public EpochInfo newest() {
        return epochs.getLast();
    }

    public LogletId newestLoglet() {
        return loglet(newest());
    }

    public LogletId loglet(EpochInfo epoch) {
        return new LogletId(id, epoch.epoch());
    }

    /// The epoch that holds the position, or the oldest listed one if the position lies below it.
    public EpochInfo at(long position) {
        for (int i = epochs.size() - 1; i > 0; i--) {
            if (epochs.get(i).first() <= position) {
                return epochs.get(i);
            }
        }
        return epochs.getFirst();
    }

    /// Whether the chain still lists this epoch.
    public boolean lists(int epoch) {
        return epoch >= epochs.getFirst().epoch() && epoch <= newest().epoch();
    }

    /// The epoch of this number, which the chain must list.
    public EpochInfo epoch(int number) {
        return epochs.get(number - epochs.getFirst().epoch());
    }

    /// This chain with its open epoch ended and another one opened after it.
    LogChain followedBy(long end, EpochInfo next) {
        List<EpochInfo> longer = new ArrayList<>(epochs);
        longer.set(longer.size() - 1, newest().endingAt(end));
        longer.add(next);
        return new LogChain(id, name, kind, trimmedBelow, longer);
    }

    /// This chain without what lies below `position`. The epoch that ended last stays listed, so that its
    /// members learn where.
    LogChain trimmed(long position) {
        long below = Math.max(position, trimmedBelow);
        EpochInfo recent = epochs.get(Math.max(0, epochs.size() - 2));
        List<EpochInfo> kept = epochs.stream()
                .filter(e -> e.epoch() >= recent.epoch() || e.endPosition() > below)
                .toList();
        return new LogChain(id, name, kind, below, kept);
    }

    void encode(ByteWriter out) {
        out.i32(id.value()).text(name).u8(kind.code()).i64(trimmedBelow).i32(epochs.size());
        epochs.forEach(e -> e.encode(out));
    }

    static LogChain decode(ByteReader in) {
        int id = in.i32();
        String name = in.text();
        LogKind kind = LogKind.decode(in.u8());
        long trimmedBelow = in.i64();
        if (id < 0 || trimmedBelow < 0) {
            throw new MalformedException("log " + id + " trimmed below " + trimmedBelow);
        }
        int count = in.count(MAX_EPOCHS, 32);
        List<EpochInfo> epochs = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            epochs.add(EpochInfo.decode(in));
        }
        return new LogChain(new LogId(id), name, kind, trimmedBelow, epochs);
    }
}

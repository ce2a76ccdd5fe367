package org.ithaca.log.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.ithaca.base.ByteReader;
import org.ithaca.base.ByteWriter;
import org.ithaca.base.Bytes;
import org.ithaca.quorum.QuorumSystem;

/// What all members together have claimed, and whether it fits together.
final class Ledger {
    /// What a member said when it was sealed.
    record Answer(int rank, long received) {}

    private final List<Bytes> chosen = new ArrayList<>();
    private final List<Answer> answers = new ArrayList<>();
    private final long[] next = new long[QuorumSystem.MAX_SIZE];
    private long count;
    private long stable;
    private long durablyStable;

    /// A batch that says who wrote it and as which of its own.
    static Bytes batch(int writer, long sequence, int filler) {
        return new ByteWriter()
                .u8(writer)
                .i64(sequence)
                .raw(Bytes.wrap(new byte[filler]))
                .copy();
    }

    /// Some member delivers `slot`: everyone delivers the same there, and every writer's batches come in the order
    /// they were written, none missing, none twice.
    void delivers(long slot, Bytes batch) {
        if (slot == chosen.size()) {
            chosen.add(batch);
            if (!batch.isEmpty()) {
                ByteReader in = new ByteReader(batch);
                int writer = in.u8();
                assertEquals(next[writer]++, in.i64(), "batches of writer " + writer + " out of order");
                count++;
            }
        }
        assertEquals(chosen.get((int) slot), batch, "two members deliver different batches at slot " + slot);
    }

    /// Batches delivered by whoever delivered most, nulls not counted.
    long count() {
        return count;
    }

    void claims(long stableThere, long durablyStableThere) {
        stable = Math.max(stable, stableThere);
        durablyStable = Math.max(durablyStable, durablyStableThere);
    }

    void answers(Answer answer) {
        answers.add(answer);
    }

    /// The end taken from any seal quorum of the answers covers whatever was stable at anyone at any time.
    void checkSeals(QuorumSystem quorum) {
        long[] received = new long[quorum.size()];
        long answered = 0;
        for (Answer answer : answers) {
            received[answer.rank()] = answer.received();
            answered |= 1L << answer.rank();
        }
        check(quorum, answered, received, stable, "stable");
    }

    /// If all power were lost now, what any seal quorum finds on its disks would cover whatever was durably stable.
    void checkDisks(QuorumSystem quorum, long[] durable) {
        check(quorum, (1L << durable.length) - 1, durable, durablyStable, "durably stable");
    }

    private static void check(QuorumSystem quorum, long among, long[] frontiers, long claimed, String claim) {
        for (long ranks = among; ranks != 0; ranks = (ranks - 1) & among) {
            long end = 0;
            for (long left = ranks; left != 0; left &= left - 1) {
                end = Math.max(end, frontiers[Long.numberOfTrailingZeros(left)]);
            }
            String who = "seal quorum " + Long.toBinaryString(ranks) + " ends the epoch at " + end;
            assertTrue(!quorum.sealQuorum(ranks) || end >= claimed, who + " while " + claimed + " was " + claim);
        }
    }
}

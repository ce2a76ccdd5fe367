package org.ithaca.store;

import java.util.ArrayList;
import java.util.List;
import org.ithaca.base.Bytes;
import org.jspecify.annotations.Nullable;

/// Decides where a file of consecutively numbered records ends after a crash, and tells a torn tail from damage.
///
/// Every intact header says up to which number content was forced when it was written. So a number whose record
/// is bad was
/// - *damaged* if some header, or a later file, proves that it had been forced: it stays part of what is held;
/// - *torn* if nothing proves it: nobody was told it is stored, and the tail is cut there, with whatever follows.
///
/// Writes that were not forced may reach the disk in any order, so good records behind a torn one are no sign of
/// damage.
final class TailRule implements RecordScan.Visitor {
    /// Numbers `from` to `to - 1` are bad; the file's good part ends at `offset`.
    record Range(long from, long to, long offset) {}

    private final long limit;
    private final List<Range> suspects = new ArrayList<>();
    private long next;
    private long durable;
    private long tail = FileHeader.RECORDS_AT;
    private long gapAt = -1;
    private boolean beyondLimit;
    private long provenAt = FileHeader.RECORDS_AT;

    /// @param first number of the first content
    /// @param limit content from this number on is to be cut in any case; at least `first`
    TailRule(long first, long limit) {
        this.limit = limit;
        next = first;
    }

    @Override
    public void record(RecordHeader header, long offset, @Nullable Bytes payload) {
        if (header.durable() > durable) {
            durable = Math.min(header.durable(), limit);
            provenAt = header.durable() >= next ? offset : provenAt;
        }
        long good = gapAt >= 0 ? gapAt : offset;
        gapAt = -1;
        boolean content = header.kind() == RecordKind.CONTENT;
        if (beyondLimit || header.number() > limit || (content && header.number() == limit)) {
            beyondLimit = true;
            suspect(limit, good);
            return;
        }
        suspect(header.number(), good);
        if (content && header.number() == next) {
            if (payload == null) {
                suspect(next + 1, offset);
            } else {
                next++;
            }
        }
        tail = offset + header.footprint();
    }

    @Override
    public void gap(long offset) {
        gapAt = offset;
    }

    private void suspect(long to, long offset) {
        if (to > next) {
            suspects.add(new Range(next, to, offset));
            next = to;
        }
    }

    /// The verdict.
    ///
    /// @param known content below this was forced as something outside the file proves
    Verdict decide(long known) {
        long proven = Math.min(limit, Math.max(durable, known));
        suspect(proven, tail);
        return cutAtFirstUnproven(proven);
    }

    /// What a careless store would say: the first bad record is the end, whatever proves the contrary.
    Verdict believeNothing() {
        return cutAtFirstUnproven(0);
    }

    private Verdict cutAtFirstUnproven(long proven) {
        List<Range> damaged = new ArrayList<>();
        for (Range range : suspects) {
            if (range.from() >= proven) {
                return new Verdict(range.from(), range.offset(), proven, provenAt, damaged, true);
            }
            damaged.add(new Range(range.from(), Math.min(range.to(), proven), range.offset()));
            if (range.to() > proven) {
                return new Verdict(proven, range.offset(), proven, provenAt, damaged, true);
            }
        }
        return new Verdict(next, tail, proven, provenAt, damaged, beyondLimit);
    }

    /// What a file holds.
    ///
    /// @param end exclusive end of what is held
    /// @param offset where the next record goes
    /// @param proven content below was known to be forced
    /// @param provenAt everything before this offset was known to be forced
    /// @param damaged what is held and cannot be read
    /// @param cut whether records were found that do not count
    record Verdict(long end, long offset, long proven, long provenAt, List<Range> damaged, boolean cut) {}
}

package org.ithaca.sim;

import java.util.HashMap;
import java.util.Map;

/// Checks invariant 7: a linearizable read of a log's tail sees every append that was acknowledged, and all that any
/// linearizable read had seen, before it began. And invariant 8: a read at a position has one answer.
public final class ReadChecker {
    private record Question(int log, long position, String what) {}

    private final Map<Integer, Long> seen = new HashMap<>();
    private final Map<Question, Long> answers = new HashMap<>();

    public ReadChecker() {}

    /// A read under way.
    ///
    /// @param log the log
    /// @param atLeast the tail it may not be below
    public record Read(int log, long atLeast) {}

    /// An append at `position` was acknowledged.
    public void acknowledged(int log, long position) {
        seen.merge(log, position + 1, Math::max);
    }

    /// A read begins: at the moment the client calls.
    public Read began(int log) {
        return new Read(log, seen.getOrDefault(log, 0L));
    }

    /// The read was answered: `tail` is the first position it does not see.
    public void ended(Read read, long tail) {
        if (tail < read.atLeast) {
            throw new ViolationException(
                    7,
                    "a read of log " + read.log + " saw positions below " + tail + ", though " + (read.atLeast - 1)
                            + " was acknowledged or read before it began");
        }
        seen.merge(read.log, tail, Math::max);
    }

    /// A read at a position below the stable frontier was answered; `hash` stands for the answer to the question
    /// `what`.
    /// Invariant 8: it is the same for ever, at every replica.
    public void readAt(int log, long position, String what, long hash) {
        Long before = answers.putIfAbsent(new Question(log, position, what), hash);
        if (before != null && before != hash) {
            throw new ViolationException(8, "two answers to " + what + " at position " + position + " of log " + log);
        }
    }

    /// So many members died with their memory that what is at or above `position` may be gone.
    public void memoryLost(int log, long position) {
        seen.computeIfPresent(log, (id, tail) -> Math.min(tail, position));
        answers.keySet().removeIf(question -> question.log == log && question.position > position);
    }
}

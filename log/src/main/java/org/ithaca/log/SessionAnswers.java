package org.ithaca.log;

import java.util.List;
import org.ithaca.base.Bytes;

/// Takes the remembered answers of a session, in order of sequence.
@FunctionalInterface
public interface SessionAnswers {
    /// Entries `firstSequence` to `firstSequence + count - 1` are at `position` and the positions that follow.
    ///
    /// @param results one result an entry, or empty if the log's host gave none
    void answered(long firstSequence, int count, long position, List<Bytes> results);
}

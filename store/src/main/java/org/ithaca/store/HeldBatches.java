package org.ithaca.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ithaca.base.Bytes;
import org.ithaca.base.LogletId;

/// Batches outside the heap that the core's thread holds for the disk thread until they were written.
///
/// Belongs to the disk thread; the holds are given back on the core's, among the answers.
final class HeldBatches {
    private final Map<LogletId, List<Bytes>> batches = new HashMap<>();

    void add(Request.Append append) {
        if (append.batch().memory() != null) {
            batches.computeIfAbsent(append.loglet(), ignored -> new ArrayList<>())
                    .add(append.batch());
        }
    }

    /// All that was appended to the loglet is written, or never will be.
    void release(LogletId loglet, Answers answers) {
        List<Bytes> released = batches.remove(loglet);
        if (released != null) {
            answers.add(() -> released.forEach(Bytes::release));
        }
    }
}

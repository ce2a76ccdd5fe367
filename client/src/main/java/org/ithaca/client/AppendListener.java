package org.ithaca.client;

import java.util.List;
import org.ithaca.base.Bytes;
import org.ithaca.base.IthacaException;

/// Hears what became of an [AppendRun]. Called by [ClientCore], on its thread.
public interface AppendListener {
    /// Entries `index` to `index + count - 1` of the run are in the log, at `position` and what follows. Each
    /// entry is reported at most once; it may come after [#failed] said UNKNOWN.
    ///
    /// @param results one for each of these entries in a log of objects, else empty
    void appended(int index, int count, long position, List<Bytes> results);

    /// What was not reported yet did not happen in time; the error says whether it still may. At most once.
    void failed(IthacaException error);

    /// The core keeps nothing of the run any more: its share of the window is free. Exactly once, after all else.
    void released();
}

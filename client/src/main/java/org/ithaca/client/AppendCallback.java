package org.ithaca.client;

import org.ithaca.base.IthacaException;
import org.ithaca.base.Position;

/// Hears what became of one append, in place of a future: for those that append millions of small entries a second.
///
/// *Threading.* Called exactly once, on the client's own thread, unless the entry is refused before [Log#append]
/// returns: then on the caller's. It must not block. What it throws goes to the uncaught-exception handler of that
/// thread and changes nothing else.
public interface AppendCallback {
    /// The entry is in the log, as safe as the level says.
    void appended(Position position);

    /// It is not known to be in the log; the error says whether it may be.
    void failed(IthacaException error);
}

package org.ithaca.cluster;

import org.ithaca.base.IthacaException;

/// How a request to change the cluster ended.
public sealed interface Outcome {
    /// It is decided, or was so already.
    ///
    /// @param version a layout version at which it holds
    record Done(long version) implements Outcome {}

    /// It was refused, or could not be decided in time; `why` says which, and what may still happen.
    record Failed(IthacaException why) implements Outcome {}
}

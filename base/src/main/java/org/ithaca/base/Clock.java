package org.ithaca.base;

/// The two times a process has.
public interface Clock {
    /// Nanoseconds on a clock that never goes back; its zero means nothing.
    long nanos();

    /// Milliseconds since 1970-01-01T00:00Z; may jump and may differ between nodes. Never used for safety.
    long wallMillis();
}

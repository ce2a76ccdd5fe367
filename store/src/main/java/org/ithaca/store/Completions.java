package org.ithaca.store;

/// How answers reach the thread that owns the core.
@FunctionalInterface
public interface Completions {
    /// Has `answers` run on the core's thread, in a later turn than any call now on the stack; in the order
    /// posted. Called on the disk thread, and on the core's own thread for loglets in memory.
    void post(Runnable answers);
}

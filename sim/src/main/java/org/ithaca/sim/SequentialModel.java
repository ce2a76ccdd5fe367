package org.ithaca.sim;

import org.jspecify.annotations.Nullable;

/// What an object does when one operation at a time is done on it: what a concurrent history is compared with.
///
/// @param <S> states; immutable, with `equals` and `hashCode`
/// @param <O> operations
public interface SequentialModel<S, O> {
    /// What one operation does.
    ///
    /// @param state the state after it
    /// @param result what it answers
    record Step<S>(S state, @Nullable Object result) {}

    S initial();

    Step<S> apply(S state, O operation);
}

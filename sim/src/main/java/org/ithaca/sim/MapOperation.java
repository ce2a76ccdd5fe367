package org.ithaca.sim;

import java.util.Objects;
import java.util.Optional;

/// An operation on one key of a map, with the meaning it has in `java.util.concurrent.ConcurrentMap`.
///
/// Results are `Optional` values where the map answers a value or null, and `Boolean` for [ReplaceIf] and [RemoveIf].
public sealed interface MapOperation {
    /// The value of the key.
    record Get() implements MapOperation {}

    /// Sets the value; answers the one before.
    record Put(Object value) implements MapOperation {}

    /// Sets the value if there is none; answers the one before.
    record PutIfAbsent(Object value) implements MapOperation {}

    /// Removes the value; answers it.
    record Remove() implements MapOperation {}

    /// Removes the value if it is `expected`; answers whether.
    record RemoveIf(Object expected) implements MapOperation {}

    /// Sets the value if there is one; answers the one before.
    record Replace(Object value) implements MapOperation {}

    /// Sets the value if there is `expected`; answers whether.
    record ReplaceIf(Object expected, Object value) implements MapOperation {}

    /// What the operations do to the value of one key.
    SequentialModel<Optional<Object>, MapOperation> MODEL = new SequentialModel<>() {
        @Override
        public Optional<Object> initial() {
            return Optional.empty();
        }

        @Override
        public Step<Optional<Object>> apply(Optional<Object> state, MapOperation operation) {
            return switch (operation) {
                case Get() -> new Step<>(state, state);
                case Put(Object value) -> new Step<>(Optional.of(value), state);
                case PutIfAbsent(Object value) -> new Step<>(state.isPresent() ? state : Optional.of(value), state);
                case Remove() -> new Step<>(Optional.empty(), state);
                case RemoveIf(Object expected) -> conditional(state, expected, Optional.empty());
                case Replace(Object value) -> new Step<>(state.isPresent() ? Optional.of(value) : state, state);
                case ReplaceIf(Object expected, Object value) -> conditional(state, expected, Optional.of(value));
            };
        }

        private Step<Optional<Object>> conditional(Optional<Object> state, Object expected, Optional<Object> then) {
            boolean holds = state.isPresent() && Objects.equals(state.get(), expected);
            return new Step<>(holds ? then : state, holds);
        }
    };
}

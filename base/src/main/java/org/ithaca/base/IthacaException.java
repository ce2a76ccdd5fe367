package org.ithaca.base;

import java.util.Objects;

/// What went wrong, what it means for the data, and what to do about it.
public final class IthacaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// What an error means for the request that met it.
    public enum Outcome {
        /// The request had no effect and will have none.
        NOT_DONE,
        /// The request may or may not take effect; trying again under the same identity is safe.
        UNKNOWN
    }

    /// Kinds of error a caller may want to tell apart.
    public enum Code {
        /// A value is out of range or malformed; do not retry unchanged.
        INVALID,
        /// The thing named does not exist.
        NOT_FOUND,
        /// The thing exists already, differently.
        CONFLICT,
        /// The entry or request is larger than the limit.
        TOO_LARGE,
        /// A window or queue is full; retry after a pause.
        OVERLOADED,
        /// The disk of a replica is full; it recovers by itself when there is room.
        DISK_FULL,
        /// The disk of a node failed to write or force; the node stops trusting the file. Replace the disk.
        DISK_FAILED,
        /// Stored bytes are damaged and could not be repaired from another replica.
        CORRUPT,
        /// What was asked for lies below the trim.
        TRIMMED,
        /// The session was forgotten by the log; open a new one. Older requests may have been done.
        SESSION_EXPIRED,
        /// No quorum could be reached in time.
        UNAVAILABLE,
        /// The deadline of the request passed.
        TIMEOUT,
        /// The client or node was closed.
        CLOSED,
        /// The other process speaks for another cluster, or another version of the protocol.
        WRONG_CLUSTER,
        /// One of the two ends could not prove who it is: no certificate, or none of a trusted authority.
        UNTRUSTED,
        /// A bug in Ithaca.
        INTERNAL
    }

    private final Code code;
    private final Outcome outcome;

    public IthacaException(Code code, Outcome outcome, String message) {
        super(Objects.requireNonNull(message));
        this.code = code;
        this.outcome = outcome;
    }

    /// An error of a request that certainly had no effect.
    public static IthacaException notDone(Code code, String message) {
        return new IthacaException(code, Outcome.NOT_DONE, message);
    }

    /// An error of a request whose effect is not known.
    public static IthacaException unknown(Code code, String message) {
        return new IthacaException(code, Outcome.UNKNOWN, message);
    }

    public Code code() {
        return code;
    }

    public Outcome outcome() {
        return outcome;
    }
}

package org.ithaca.base;

/// Known ways to get replication wrong, each of which a test can plant to see that the simulator finds it.
///
/// Never planted in production: [Hooks#NONE] plants nothing and is the only one the server uses.
/// `docs/simulation.md` lists them with the checker that must find each.
public enum Defect {
    /// The end of an epoch is taken from the initiator's own copy, before a seal quorum has answered.
    SEAL_NOT_AWAITED,
    /// A replica goes on accepting slots after it answered a seal.
    SEAL_NOT_KEPT,
    /// The seal number is not made durable before the answer.
    SEAL_NOT_DURABLE,
    /// A replica reports slots as durable before the force.
    ACK_BEFORE_FORCE,
    /// A frontier is pushed before the data it announces.
    GUARD_BEFORE_DATA,
    /// A write quorum is taken to be one member smaller than it is.
    QUORUM_TOO_SMALL,
    /// Entries are delivered again when a client retries.
    DEDUPE_OFF,
    /// Members with nothing to send do not fill their round-robin slots.
    NULL_RULE_OFF,
    /// A new epoch opens before its write quorum holds everything below its start.
    CATCH_UP_SKIPPED,
    /// A layout accepted by an earlier proposer is ignored by the next one.
    ACCEPTED_LAYOUT_IGNORED,
    /// The promise of the layout register is answered before it is durable.
    PROMISE_NOT_DURABLE,
    /// Slots above the decided end of an epoch are kept and delivered.
    END_IGNORED,
    /// A linearizable read is answered without asking a quorum.
    READ_UNCONFIRMED,
    /// A torn or corrupt record in the middle is taken for the end of the log.
    CORRUPTION_TAKEN_FOR_END,
    /// A restarted member answers as if it had lost nothing.
    AMNESIA_HIDDEN,
    /// A checkpoint leaves out the session table.
    SESSIONS_NOT_IN_CHECKPOINT,
    /// Trim removes what a checkpoint does not cover yet.
    TRIM_TOO_FAR,
    /// Entries of one session are admitted with a gap.
    SESSION_GAP_ADMITTED
}

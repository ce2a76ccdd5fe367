package org.ithaca.register;

/// How a client finds out what it may write. The two need different things of a configuration to be safe.
public enum ClientKind {
    /// Tracks every quorum of every earlier set, as [Proposer] does (sec. 4.3 of the paper). Safe wherever
    /// every open set has write quorums that intersect each other.
    DECISION_TABLE,
    /// Ordinary Paxos: asks one seal quorum, then takes the value of the highest register reported. Safe
    /// only if seal quorums meet the write quorums of all earlier sets (condition * of the paper), and
    /// those of earlier open sets in any two of them (condition **). For a decision-table client the same
    /// conditions mean that a seal quorum is always enough to go on.
    COUNTING
}

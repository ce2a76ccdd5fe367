package org.ithaca.register;

import java.util.OptionalInt;

/// The configuration of one register set: who may write it and which quorums it has.
///
/// `write` quorums make a value chosen (phase 2). `seal` quorums are those a [ClientKind#COUNTING] client
/// asks before it writes this set (phase 1); a [ClientKind#DECISION_TABLE] client asks until its table is
/// satisfied and needs none. With an `owner` the set is *client-restricted*: only that client writes it,
/// one value, once for ever. Without, any client may, and its write quorums must intersect each other.
public record RegisterSet(Quorums write, Quorums seal, OptionalInt owner) {
    /// A client-restricted set.
    public static RegisterSet owned(int client, Quorums write, Quorums seal) {
        return new RegisterSet(write, seal, OptionalInt.of(client));
    }

    /// A set any client may write.
    public static RegisterSet open(Quorums write, Quorums seal) {
        return new RegisterSet(write, seal, OptionalInt.empty());
    }

    /// Whether the client may write this set.
    public boolean writableBy(int client) {
        return owner.isEmpty() || owner.getAsInt() == client;
    }
}

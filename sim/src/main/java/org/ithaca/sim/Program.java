package org.ithaca.sim;

import org.ithaca.base.Network;

/// What runs in a [SimProcess]: a core that hears from its network and asks to be woken.
public interface Program extends Network.Listener {
    /// When to call [#wake], on the clock of the process; `Long.MAX_VALUE` for never. Asked after every turn.
    default long wakeAtNanos() {
        return Long.MAX_VALUE;
    }

    /// The time asked for has come; `turnEnded` follows.
    default void wake(long nowNanos) {}
}

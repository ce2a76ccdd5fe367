package org.ithaca.peers;

import java.util.Locale;

/// Where the load comes from.
enum Form {
    /// A process that is no member.
    CLIENT,
    /// The member that orders.
    EMBEDDED;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

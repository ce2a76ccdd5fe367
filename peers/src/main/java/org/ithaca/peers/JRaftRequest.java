package org.ithaca.peers;

import java.io.Serializable;

/// What a client of [JRaftMember] asks: an append of `data`; a read without it. Mutable and with a constructor
/// of no arguments, as Hessian wants it.
final class JRaftRequest implements Serializable {
    private static final long serialVersionUID = 1;

    private byte[] data = {};
    private boolean asksWhoLeads;

    /// For Hessian.
    JRaftRequest() {}

    private JRaftRequest(byte[] data, boolean asksWhoLeads) {
        this.data = data;
        this.asksWhoLeads = asksWhoLeads;
    }

    static JRaftRequest append(byte[] data) {
        return new JRaftRequest(data, false);
    }

    static JRaftRequest read() {
        return new JRaftRequest(new byte[0], false);
    }

    static JRaftRequest whoLeads() {
        return new JRaftRequest(new byte[0], true);
    }

    byte[] data() {
        return data;
    }

    boolean isRead() {
        return data.length == 0;
    }

    boolean asksWhoLeads() {
        return asksWhoLeads;
    }
}

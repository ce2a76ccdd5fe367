package org.ithaca.client;

import org.ithaca.base.MalformedException;

/// What a read is sure to see (design, section 5).
public enum ReadLevel {
    /// Everything delivered at the node asked: a consistent prefix of the log, perhaps an old one. No message
    /// leaves the node.
    STABLE(0),
    /// Everything acknowledged to anyone before the read began.
    LINEARIZABLE(1);

    private final int code;

    ReadLevel(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static ReadLevel of(int code) {
        return switch (code) {
            case 0 -> STABLE;
            case 1 -> LINEARIZABLE;
            default -> throw new MalformedException("read level " + code);
        };
    }
}

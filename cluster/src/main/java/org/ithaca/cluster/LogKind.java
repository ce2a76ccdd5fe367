package org.ithaca.cluster;

import org.ithaca.base.MalformedException;

/// What a log is for; decides who may trim it.
public enum LogKind {
    /// Entries are read by positions; trimmed by request.
    RAW(0),
    /// Entries are operations on replicated objects; trimmed below the checkpoints of all members.
    OBJECTS(1);

    private final int code;

    LogKind(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static LogKind decode(int code) {
        return switch (code) {
            case 0 -> RAW;
            case 1 -> OBJECTS;
            default -> throw new MalformedException("log of kind " + code);
        };
    }
}

package org.ithaca.log;

import org.ithaca.base.MalformedException;

/// What a run carries.
public enum RunKind {
    /// Entries of a session.
    DATA(0),
    /// One entry that opens a session: its position plus one is the session's identity. Readers never see it.
    OPEN(1);

    private final int code;

    RunKind(int code) {
        this.code = code;
    }

    /// The byte that stands for it.
    public int code() {
        return code;
    }

    /// The kind a byte stands for.
    ///
    /// @throws MalformedException if it stands for none
    public static RunKind of(int code) {
        return switch (code) {
            case 0 -> DATA;
            case 1 -> OPEN;
            default -> throw new MalformedException("run kind " + code + " is neither DATA 0 nor OPEN 1");
        };
    }
}

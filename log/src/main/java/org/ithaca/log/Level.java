package org.ithaca.log;

import org.ithaca.base.MalformedException;

/// When an append is acknowledged (design, section 5).
public enum Level {
    /// Once stable: it survives what the quorum survives.
    ORDERED(2),
    /// Once durably stable: it survives the loss of power everywhere.
    DURABLE(3);

    private final int code;

    Level(int code) {
        this.code = code;
    }

    /// The byte that stands for it in runs and frames.
    public int code() {
        return code;
    }

    /// The level a byte stands for.
    ///
    /// @throws MalformedException if it stands for none
    public static Level of(int code) {
        return switch (code) {
            case 2 -> ORDERED;
            case 3 -> DURABLE;
            default -> throw new MalformedException("level " + code + " is neither ORDERED 2 nor DURABLE 3");
        };
    }
}

package org.ithaca.store;

import org.jspecify.annotations.Nullable;

/// What a record of a [RecordFile] is.
enum RecordKind {
    /// Carries the content with its number: a batch with its slot, a change of state with its place in the
    /// journal.
    CONTENT(1),
    /// Carries nothing but its `durable` field: written when a force was not followed by more content. Its number
    /// is that of the next content.
    MARK(2),
    /// The sparse index of a closed segment. Its number is the segment's end.
    INDEX(3);

    private static final RecordKind[] ALL = values();

    private final int code;

    RecordKind(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static @Nullable RecordKind of(int code) {
        for (RecordKind kind : ALL) {
            if (kind.code == code) {
                return kind;
            }
        }
        return null;
    }
}

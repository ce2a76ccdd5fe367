package org.ithaca.client;

import java.util.List;
import org.ithaca.base.Position;

/// What one read found.
///
/// @param entries in order
/// @param next where to read on: no entry lies between the last one here and it
/// @param delivered how far the log went at the node that answered, when it answered
public record Page(List<Entry> entries, Position next, Position delivered) {
    public Page {
        entries = List.copyOf(entries);
    }
}

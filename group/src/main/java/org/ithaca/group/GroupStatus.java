package org.ithaca.group;

/// What a loglet of this engine shows to people: its frontiers and what it had to do beyond the ordinary.
///
/// @param received every slot below is held here
/// @param stable every slot below is held by a write quorum, as far as known here
/// @param durable every slot below is stored here
/// @param durablyStable every slot below is stored by a write quorum, as far as known here
/// @param inMemory slots from here on are in memory
/// @param early slots held before their turn may lie below this one
/// @param nulls slots this member filled because others were ahead
/// @param resent slots this member sent again
/// @param corrupt slots that arrived damaged and were dropped
/// @param refused slots that arrived and did not fit into memory
/// @param sealed whether the epoch is closed at this member
public record GroupStatus(
        long received,
        long stable,
        long durable,
        long durablyStable,
        long inMemory,
        long early,
        long nulls,
        long resent,
        long corrupt,
        long refused,
        boolean sealed) {}

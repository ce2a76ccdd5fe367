/// The shared state table (Derecho's SST): one row of monotone counters per member, written by that member
/// alone and pushed to the others.
///
/// **Why.** One counter that only grows answers for any number of messages, a newer value replaces an older
/// one not sent yet, and a value that arrives late, twice or out of order does no harm: receivers keep the
/// maximum. Protocols written over such counters need no acknowledgement per message and no order between
/// pushes.
///
/// **Parts.** [StateTable] holds every row as this member knows it. What the columns mean belongs to
/// whoever owns the table: frontiers in `group`, suspicions and heartbeats in `cluster`.
///
/// **Usage.**
/// ```java
/// StateTable table = new StateTable(3, COLUMNS, self);
/// table.set(RECEIVED, 17);                     // own row only; fails if it would go back
/// if (table.changed(RECEIVED)) {               // once a turn, after all data of the turn
///     table.encodeRow(out);                    // encoded once, sent to whoever is to know
///     table.pushed();
/// }
/// table.merge(from, in);                       // a row that came in
/// long stable = quorum.frontier(table.column(RECEIVED));
/// ```
///
/// **Data before its guard.** A counter that announces data is pushed after the data, on the same link, at
/// the end of the turn. The table cannot check this; its owner sends data when it appears and rows when the
/// turn ends.
package org.ithaca.table;

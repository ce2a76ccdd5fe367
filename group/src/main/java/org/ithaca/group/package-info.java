/// The member-driven engine: loglets whose slots are ordered, spread and counted by the members themselves.
///
/// One engine serves the plans of Multi-Paxos (leader, majority), Flexible Paxos (leader, any quorum system),
/// Derecho (round-robin, all) and Mencius (round-robin, majority): they differ in the order policy and in the
/// quorum system, and share everything else. `docs/protocols/group.md` has states, messages and what must hold.
///
/// **Parts.** `GroupLoglet` ties them together, one per epoch, log and member:
/// - `OrderPolicy`: who owns a slot, who hears whose row (`LeaderOrder`, `RoundRobinOrder`);
/// - `SlotWindow`: the slots in memory, the received prefix and those that came too early;
/// - `Frontiers`: rows of all members in a state table, and what is stable by the quorum system;
/// - `WriteWindow`: back-pressure, the slots this member wrote that are not stable yet;
/// - `StarSpread` with one `MemberFeed` for each other member: first sending and all sending again;
/// - `Exchange`: pushes rows, once a turn, and asks for rows when nothing moves.
///
/// **Usage.**
/// ```java
/// Loglet loglet = GroupEngine.open(id, members, self, plan, ports, Hooks.NONE);
/// if (loglet.admission() == Loglet.Admission.OPEN) {
///     long slot = loglet.append(batch, batch.crc32c());
/// }
/// loglet.turnEnded(clock.nanos());
/// ```
package org.ithaca.group;

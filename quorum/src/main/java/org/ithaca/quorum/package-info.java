/// Quorum systems: which replicas' copies make a value chosen, which must be closed to seal an epoch.
///
/// *Write quorums* make a value chosen (phase 2 of Paxos); *seal quorums* end an epoch (phase 1). Every
/// write quorum must intersect every seal quorum and nothing else need intersect (Howard, Malkhi,
/// Spiegelman, *Flexible Paxos*, 2016).
///
/// **Parts.** [QuorumSpec] is what an operator writes and a layout stores: `majority`, `grid(3x4)`, ...
/// Built over a number of members it becomes a [QuorumSystem], immutable and fast; building one that is not
/// safe fails and names two sets that miss each other. [QuorumReport] tells which losses stop commits and
/// which stop a change of epoch.
///
/// **Usage.**
/// ```java
/// QuorumSystem system = QuorumSpec.parse("counting(2,3)").over(4);
/// long stable = system.frontier(receivedByRank);   // chosen below this slot
/// boolean mayOpen = system.sealQuorum(answered);   // nothing chosen in the old epoch can be missed
/// System.out.print(QuorumReport.of(system).text());
/// ```
///
/// *Sets* of members are bit masks of ranks: bit `r` stands for rank `r`, 0 to 63. *Threading.* Everything
/// here is immutable and may be shared. `docs/protocols/quorums.md` explains the choices.
package org.ithaca.quorum;

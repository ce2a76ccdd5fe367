/// Consensus on one value over write-once registers: Paxos and its relatives as configurations, not as
/// code.
///
/// After Howard and Mortier, *A Generalised Solution to Distributed Consensus* (2019). Every server has an
/// infinite row of write-once registers; register `r` of all servers together is *register set* `r`. A
/// value is chosen when a write quorum of some set holds it. What Paxos, Flexible Paxos and Fast Paxos
/// differ in is who may write a set and which its quorums are: a [RegisterConfiguration].
///
/// **Parts.** [Acceptor] is the server. [Proposer] is the client: it reads what earlier sets hold, decides
/// by a [DecisionTable] when it may write and which value, and notices when a value is chosen, often before
/// a whole quorum has answered. They talk in [RegisterMessage]s. [Registers] is what one server holds.
/// [ClientKind] names the two sorts of client a configuration can be checked for.
///
/// **Usage.** The host carries messages, keeps time and writes to disk:
/// ```java
/// Acceptor acceptor = Acceptor.restore(durableState);
/// Acceptor.Reply reply = acceptor.receive(request);    // make acceptor.state() durable, then send reply.answer()
///
/// Proposer proposer = new Proposer(RegisterConfiguration.paxos(3), rank, durableUnused, Hooks.NONE);
/// Proposer.Step step = proposer.start();               // make step.unused() durable if present, then send
/// step = proposer.receive(server, answer);
/// step = proposer.propose(value);                      // any time; a value found must be adopted instead of it
/// step = proposer.retry();                             // after a pause of the host's choosing
/// proposer.decided();
/// ```
/// *Messages* may be lost, doubled, delayed and reordered. *Threading.* An acceptor and a proposer belong
/// to one thread; values and messages may be shared. `docs/protocols/register.md` has the protocol and the
/// message table.
package org.ithaca.register;

/// A world made of one seed: whole clusters run in it on virtual time, are broken in every way we know, and checked.
///
/// **World**: [Simulator] has the time and the one queue of events; [SimNetwork] joins [SimHost]s, machines with a
/// [SimClock] and a [SimDisk], on which [SimProcess]es run a [Program]. **Faults**: [Swarm] draws from the seed which
/// kinds
/// are on, [FaultPlan] injects them, [FaultCounts] counts them. **Checkers**: [DeliveryChecker], [AppendChecker],
/// [LayoutChecker], [ReadChecker], [LinearizabilityChecker]; each is told what was observed and throws a
/// [ViolationException].
/// **Runs**: a [Scenario] is one history; [SeedRunner] runs it over many seeds and makes a [SimReport].
///
/// ```java
/// Simulator world = new Simulator(seed);
/// SimNetwork network = new SimNetwork(world, NetworkOptions.lan());
/// SimHost host = network.host("n1", "n1:7410");
/// SimProcess process = host.boot(new Peer.Node(new NodeId(1), 1));
/// process.attach(new MyProgram(process.network(), process.clock(), process.entropy(), host.disk()));
/// world.runFor(10_000_000_000L);
/// ```
///
/// *Determinism.* Everything random comes from [Simulator#random], one stream a purpose. Two runs of one seed have the
/// same
/// [Trace#hash()]; [SeedRunner] checks that on a sample. *Threading.* One world belongs to one thread.
package org.ithaca.sim;

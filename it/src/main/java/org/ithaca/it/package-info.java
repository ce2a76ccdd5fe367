/// Whole clusters in simulated worlds: the real nodes and the real client, every fault, every checker.
///
/// [ClusterScenario] is one history. A [Shape] drawn from the seed says how large the cluster is, how its
/// logs are replicated, and how hard its clients work; a [org.ithaca.sim.Swarm] says what goes wrong.
/// [SimCluster] has the machines, [SimNode] is one run of a node, [SimClient] a client and [Workload] what
/// it does. What all of them see goes to the [Witness], which holds the checkers. [Focus] narrows the
/// draws, to make one kind of trouble frequent.
///
/// ```java
/// SimReport report = new SeedRunner(new ClusterScenario(Focus.NONE), "").run(1, 1000);
/// ```
///
/// *Two phases.* While faults are injected, what must never happen is looked for. Then everything is
/// mended, and all that clients asked for must be answered, and all members must have the same logs and the
/// same objects, within a bound of virtual time. `docs/simulation.md` has the rest.
package org.ithaca.it;

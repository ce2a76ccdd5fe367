/// Makes many processes one cluster: who takes part, what happens when one fails, and logs that outlive
/// every epoch.
///
/// **Purpose.** An engine orders slots among a fixed set of members until it is sealed. This package does
/// everything around that: it decides by consensus which members and which plan come next, carries over
/// whatever may have been chosen, and splices the loglets of all epochs into one [VirtualLog] with one
/// address space.
///
/// **Parts.** [Layout] is the value that describes the cluster; version v+1 is decided by the council of
/// version v. [ClusterCore] is one node's part, stepped by its host; [ClusterListener], [LogListener] and
/// [Notice] are how it speaks. Inside: the failure detector, the acceptor of the layout register, the
/// change of epoch with its four phases, the copying of slots and checkpoints to members that lack them,
/// and per log the delivery in order.
///
/// **Usage.**
/// ```java
/// Incarnation.begin(storage, wallMillis, incarnation -> {
///     var core = new ClusterCore(config.at(incarnation), storage, network, clock, entropy, hooks, listener);
///     core.start();                        // then: opened, received, closed, turnEnded, tick
///     core.createLog("orders", LogKind.RAW, plan, outcome -> ...);
/// });
/// ```
///
/// *Threading.* One thread owns everything here. Pages: `docs/protocols/change-of-epoch.md`,
/// `membership.md`, `virtual-log.md`.
package org.ithaca.cluster;

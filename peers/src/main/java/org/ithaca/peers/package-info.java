/// Puts other systems under the same load as Ithaca, on the same machine, in the same run.
///
/// Nothing depends on this module, and what it depends on never comes near the product: `ithaca bench
/// peers` starts [PeersMain] in a process of its own.
///
/// | part | what it does |
/// |---|---|
/// | [Peer], [Member], [Link] | what a system must offer to take part: start a member, connect, send |
/// | [AgentMain] | a process of its own: one member, or one client; carries out loads it is told on its input |
/// | [LoadRun] | drives one load through a [Link], closed or open loop |
/// | [LeaderWatch] | who leads, for clients that must address the leader themselves |
/// | [AgentProcess], [RunningCluster], [Contender] | the other end: starts the processes, tells them what to do |
/// | [Workload], [Bar], [PeersRun] | what is measured and asked for, in which order |
/// | [PeersReport], [Plot] | tables, JSON lines, pictures |
///
/// *Client form*: members in processes of their own, the load in another one. *Embedded form*: the load
/// is inside the member that orders. They are never compared with each other.
@org.jspecify.annotations.NullMarked
package org.ithaca.peers;

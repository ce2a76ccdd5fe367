/// The real ports: what binds Ithaca's deterministic core to a machine.
///
/// - [NodeLoop]: the one thread that owns a node's core, sockets and timers, and works in turns;
/// - [TcpNetwork]: links over TCP, with TLS if [TlsFiles] are given;
/// - [SystemClock]: the JVM's clocks;
/// - [FileDisk] and [DirectoryLock]: a data directory, and that one process alone has it;
/// - [AdminHttp]: what a node says to those who watch it.
///
/// ```java
/// NodeLoop loop = NodeLoop.start(LoopOptions.named("ithaca-n1"));
/// TcpNetwork network = new TcpNetwork(loop, TcpOptions.node("lab", new NodeId(1), incarnation, "127.0.0.1:7410"));
/// NodeCore core = new NodeCore(network, loop.clock(), loop.entropy());   // a Network.Listener
/// network.start(core);                                                   // others can connect now
/// loop.execute(() -> network.reach(new NodeId(2), "127.0.0.1:7411"));
/// ```
///
/// *Threading.* Everything a core sees happens on its loop's thread. [NodeLoop#execute] is the way in for others.
package org.ithaca.io;

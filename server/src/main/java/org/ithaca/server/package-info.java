/// Puts a node together: the deterministic cores behind one door, and the process that hosts them.
///
/// [NodeCore] is a whole node without threads: links, frames, turns and time in; sends, appends and reads
/// out. The simulator steps it under a seed, [NodeHost] in a process.
///
/// | part | what it does |
/// |---|---|
/// | [NodeCore] | hands what arrives to the cluster or to the service of a log |
/// | [LogService] | one log's clients: admission, batches, acknowledgements, objects, checkpoints |
/// | [LogReader] | reads by position, waiting reads, tails, questions to objects |
/// | [Checkpoints] | writes and restores the state that playing a log has made |
/// | [NodeHost], [NodeConfig] | the process: threads, files, sockets, configuration, metrics |
package org.ithaca.server;

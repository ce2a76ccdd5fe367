/// The command line: one binary, many verbs.
///
/// [CommandTree] is the tree of verbs, [Failures] turns errors into one line and an [Exit] code. Each verb is a class
/// named `...Command`; what it prints goes through [Console], as a table for people or, with `--json`, as
/// one JSON object on the last line for programs.
///
/// The demonstration, `ithaca demo`, is [DemoCommand]: [DemoTree] lists the files, [DemoWriter] appends them
/// as [DemoChunk]s and puts a [DemoFile] each into the map, [DemoLedger] remembers in a few bytes a file what
/// was acknowledged, [DemoReader] compares one node's copy with it, [DemoCluster] kills a node and keeps the
/// others running, and [DemoRun] is the course of it all.
package org.ithaca.cli;

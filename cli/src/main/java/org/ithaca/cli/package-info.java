/// The command line: one binary, many verbs.
///
/// [Main] holds the tree of verbs and turns errors into one line and an [Exit] code. Each verb is a class
/// named `...Command`; what it prints goes through [Console], as a table for people or, with `--json`, as
/// one JSON object on the last line for programs.
package org.ithaca.cli;

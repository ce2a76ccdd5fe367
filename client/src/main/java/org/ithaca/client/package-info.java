/// The client library, and the protocol it shares with the servers.
///
/// - **For users**: [Ithaca] connects; [Log] appends and reads, [LogCursor] follows; [Admin] changes the cluster;
///   [ClientOptions] says how. Errors are [org.ithaca.base.IthacaException], with an outcome.
/// - **Protocol**: [Request] and [Answer], sealed families of records with their codec; [EntriesBuilder] makes the
///   answer to a read. `docs/protocols/client.md` draws the frames.
/// - **Core**: [ClientCore], deterministic, with one [AppendRun] for what is appended together and one [Call] for a
///   question; `docs/protocols/sessions.md` says what exactly once rests on.
///
/// ```java
/// try (Ithaca ithaca = Ithaca.connect("127.0.0.1:7410,127.0.0.1:7411")) {
///     Log log = ithaca.log("orders");
///     Position at = log.append("one".getBytes(UTF_8)).join();
///     Page page = log.read(Position.START, 10).join();
/// }
/// ```
package org.ithaca.client;

/// The client library, and the protocol it shares with the servers.
///
/// **Protocol**: [Request] and [Answer], sealed families of records with their codec; [EntriesBuilder] makes the
/// answer to a read. `docs/protocols/client.md` draws the frames, `docs/protocols/sessions.md` says what exactly
/// once rests on.
package org.ithaca.client;

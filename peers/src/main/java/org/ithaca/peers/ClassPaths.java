package org.ithaca.peers;

import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.ithaca.bench.AppendResult;

/// The commands of agents. Ithaca's have the product's class path, those of peers have only this module,
/// the few measuring classes of `bench`, and the peers' libraries.
///
/// @param libraries directory of the peers' libraries
/// @param logs where what processes print is kept
record ClassPaths(Path libraries, Path logs) {
    /// The command of an agent of this peer.
    List<String> agent(Peer peer, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(peer.jvmOptions());
        command.addAll(List.of(
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dithaca.log.level=WARN",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-cp",
                peer instanceof IthacaPeer ? System.getProperty("java.class.path") : ofPeers(),
                AgentMain.class.getName(),
                peer.name()));
        command.addAll(List.of(arguments));
        return command;
    }

    private String ofPeers() {
        return libraries + File.separator + "*" + File.pathSeparator + placeOf(AgentMain.class) + File.pathSeparator
                + placeOf(AppendResult.class);
    }

    private static Path placeOf(Class<?> type) {
        return Path.of(URI.create(
                type.getProtectionDomain().getCodeSource().getLocation().toString()));
    }
}

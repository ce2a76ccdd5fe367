package org.ithaca.peers;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// One cluster on this machine.
///
/// @param directory of its files, one below it for each member
/// @param durable whether an operation may be acknowledged only once it was forced to disk
/// @param ports [#PORTS_EACH] for each member, all of 127.0.0.1
record Place(Path directory, boolean durable, List<Integer> ports) {
    /// Ports a member may use.
    static final int PORTS_EACH = 8;

    static final String HOST = "127.0.0.1";

    int members() {
        return ports.size() / PORTS_EACH;
    }

    /// Port number `which` of a member.
    int port(int member, int which) {
        return ports.get(member * PORTS_EACH + which);
    }

    /// For what must be in memory whatever the disk does; removed with the directory.
    Path scratch() {
        return Path.of("/dev/shm/ithaca-peers").resolve(directory.getFileName().toString());
    }

    /// `host:port` of a member.
    String address(int member, int which) {
        return HOST + ":" + port(member, which);
    }

    /// `host:port` of every member, separated by commas.
    String addresses(int which) {
        return IntStream.range(0, members())
                .mapToObj(member -> address(member, which))
                .collect(Collectors.joining(","));
    }

    Path home(int member) {
        return directory.resolve("member-" + member);
    }

    /// As arguments of a process, read back by [#parse].
    List<String> arguments() {
        return List.of(
                directory.toString(),
                Boolean.toString(durable),
                ports.stream().map(String::valueOf).collect(Collectors.joining(",")));
    }

    static Place parse(List<String> arguments) {
        return new Place(
                Path.of(arguments.get(0)),
                Boolean.parseBoolean(arguments.get(1)),
                Arrays.stream(arguments.get(2).split(",")).map(Integer::valueOf).toList());
    }
}

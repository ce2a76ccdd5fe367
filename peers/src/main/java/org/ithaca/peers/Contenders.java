package org.ithaca.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.ithaca.bench.AppendResult;
import org.ithaca.cli.LocalCluster;
import org.ithaca.cli.Scratch;
import org.ithaca.client.ClientOptions;
import org.ithaca.client.Ithaca;

/// Starts clusters of anything that takes part.
///
/// @param disk directory for what must be on disk
/// @param memory directory for what must not, on a file system in memory
/// @param paths of agents
record Contenders(Path disk, Path memory, ClassPaths paths) {
    private static final int MEMBERS = 3;

    Contender of(Peer peer) {
        return new Contender() {
            @Override
            public Peer peer() {
                return peer;
            }

            @Override
            public RunningCluster start(Form form, boolean durable) throws IOException, InterruptedException {
                Path directory = Files.createTempDirectory(durable ? disk : memory, peer.name() + "-");
                return peer instanceof IthacaPeer && form == Form.CLIENT
                        ? new Nodes(directory, durable, paths)
                        : AgentCluster.start(peer, place(directory, durable), paths, form);
            }
        };
    }

    private static Place place(Path directory, boolean durable) throws IOException {
        return new Place(directory, durable, Scratch.freePorts(MEMBERS * Place.PORTS_EACH));
    }

    /// Ithaca's ordinary nodes and a client.
    private static final class Nodes implements RunningCluster {
        private static final long LOOK_MILLIS = 50;
        private static final int LOOKS = 1200;

        private final Path directory;
        private final ClassPaths paths;
        private final LocalCluster nodes;
        private final AgentProcess client;
        private final double startMillis;

        Nodes(Path directory, boolean durable, ClassPaths paths) throws IOException, InterruptedException {
            this.directory = directory;
            this.paths = paths;
            nodes = LocalCluster.in(directory, new LocalCluster.Plan(MEMBERS, 0, List.of()), List.of());
            Place place = new Place(directory, durable, ports(nodes));
            List<String> where = place.arguments();
            client = AgentProcess.start(
                    paths.agent(new IthacaPeer(), "client", "-1", where.get(0), where.get(1), where.get(2)),
                    directory.resolve("client.log"));
            try {
                client.awaitReady();
                client.beginToConnect();
                long began = System.nanoTime();
                nodes.startAll();
                startMillis = (client.connected() - began) / 1e6;
            } catch (IOException | RuntimeException | InterruptedException e) {
                close();
                throw e;
            }
        }

        /// A node uses the first of its ports only.
        private static List<Integer> ports(LocalCluster nodes) {
            return nodes.addresses().stream()
                    .map(address -> Integer.valueOf(address.substring(address.lastIndexOf(':') + 1)))
                    .flatMap(port -> java.util.Collections.nCopies(Place.PORTS_EACH, port).stream())
                    .toList();
        }

        @Override
        public List<Long> pids() {
            return java.util.stream.IntStream.range(0, MEMBERS)
                    .mapToObj(this::member)
                    .filter(Process::isAlive)
                    .map(Process::pid)
                    .toList();
        }

        @Override
        public double startMillis() {
            return startMillis;
        }

        @Override
        public int leader() {
            return members().getFirst();
        }

        private List<Integer> members() {
            try (Ithaca ithaca = Ithaca.connect(ClientOptions.of(nodes.servers()))) {
                return ithaca.admin().layout().log(IthacaLink.LOG).orElseThrow().newest().members().stream()
                        .map(member -> member.value())
                        .toList();
            }
        }

        @Override
        public AppendResult load(LoadOrder order, Consumer<String> progress) throws InterruptedException {
            return client.load(order, progress);
        }

        @Override
        public void stopLoad() {
            client.stopLoad();
        }

        @Override
        public Process member(int member) {
            return java.util.Objects.requireNonNull(nodes.process(member));
        }

        @Override
        public void restart(int member) throws IOException, InterruptedException {
            nodes.start(member);
            for (int look = 0; look < LOOKS && members().size() < MEMBERS; look++) {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
        }

        @Override
        public void close() {
            client.close();
            nodes.close();
            Directories.keepLogs(directory, paths.logs());
            Scratch.remove(directory);
        }
    }
}

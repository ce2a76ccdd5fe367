package org.ithaca.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.ithaca.bench.AppendResult;
import org.ithaca.cli.Scratch;
import org.jspecify.annotations.Nullable;

/// Members that are agents, or programs of their own, and a client that is an agent.
final class AgentCluster implements RunningCluster {
    private static final int LOOKS = 600;
    private static final long LOOK_MILLIS = 100;

    private final Peer peer;
    private final Place place;
    private final ClassPaths paths;
    private final Form form;
    private final List<Process> members = new ArrayList<>();
    private final List<@Nullable AgentProcess> agents = new ArrayList<>();
    private @Nullable AgentProcess client;
    private @Nullable AgentProcess loading;
    private double startMillis;

    private AgentCluster(Peer peer, Place place, ClassPaths paths, Form form) {
        this.peer = peer;
        this.place = place;
        this.paths = paths;
        this.form = form;
    }

    /// Starts it all and waits until it takes operations.
    static AgentCluster start(Peer peer, Place place, ClassPaths paths, Form form)
            throws IOException, InterruptedException {
        AgentCluster cluster = new AgentCluster(peer, place, paths, form);
        try {
            cluster.begin();
            return cluster;
        } catch (IOException | RuntimeException | InterruptedException e) {
            cluster.close();
            throw e;
        }
    }

    private void begin() throws IOException, InterruptedException {
        Files.createDirectories(place.scratch());
        for (int i = 0; i < place.members(); i++) {
            Files.createDirectories(place.home(i));
        }
        AgentProcess waiting = form == Form.CLIENT ? agent("client", -1) : null;
        client = waiting;
        if (waiting != null) {
            waiting.awaitReady();
            waiting.beginToConnect();
        }
        long began = System.nanoTime();
        for (int i = 0; i < place.members(); i++) {
            members.add(launch(i));
        }
        if (waiting != null) {
            startMillis = (waiting.connected() - began) / 1e6;
        }
        for (AgentProcess agent : agents) {
            if (agent != null) {
                agent.awaitReady();
            }
        }
        leader();
    }

    private AgentProcess agent(String role, int index) throws IOException {
        List<String> where = place.arguments();
        return AgentProcess.start(
                paths.agent(peer, role, Integer.toString(index), where.get(0), where.get(1), where.get(2)),
                place.directory().resolve(role + (index < 0 ? "" : "-" + index) + ".log"));
    }

    private Process launch(int member) throws IOException {
        Optional<List<String>> command = peer.command(place, member);
        while (agents.size() <= member) {
            agents.add(null);
        }
        if (command.isEmpty()) {
            AgentProcess agent = agent("member", member);
            agents.set(member, agent);
            return agent.process();
        }
        return new ProcessBuilder(command.get())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        place.directory().resolve("member-" + member + ".log").toFile()))
                .start();
    }

    @Override
    public List<Long> pids() {
        return members.stream().filter(Process::isAlive).map(Process::pid).toList();
    }

    @Override
    public double startMillis() {
        return startMillis;
    }

    @Override
    public int leader() throws InterruptedException, IOException {
        for (int look = 0; look < LOOKS; look++) {
            for (int i = 0; i < place.members(); i++) {
                if (members.get(i).isAlive() && leads(i)) {
                    return i;
                }
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        throw new IOException("no member of " + peer.name() + " leads; see " + place.directory());
    }

    private boolean leads(int member) throws InterruptedException {
        AgentProcess agent = agents.get(member);
        return agent == null ? peer.leads(place, member) : agent.leads();
    }

    @Override
    public AppendResult load(LoadOrder order, Consumer<String> progress) throws InterruptedException, IOException {
        AgentProcess from = client;
        if (from == null) {
            from = agents.get(leader());
        }
        if (from == null) {
            throw new IOException(peer.name() + " has no embedded form");
        }
        loading = from;
        return from.load(order, progress);
    }

    @Override
    public void stopLoad() {
        AgentProcess from = loading;
        if (from != null) {
            from.stopLoad();
        }
    }

    @Override
    public Process member(int member) {
        return members.get(member);
    }

    @Override
    public void restart(int member) throws IOException, InterruptedException {
        members.set(member, launch(member));
        AgentProcess agent = agents.get(member);
        if (agent != null) {
            agent.awaitReady();
        }
    }

    @Override
    public void close() {
        AgentProcess from = client;
        if (from != null) {
            from.close();
        }
        members.forEach(Process::destroyForcibly);
        members.forEach(process -> process.onExit().join());
        Directories.keepLogs(place.directory(), paths.logs());
        Scratch.remove(place.scratch());
        Scratch.remove(place.directory());
    }
}

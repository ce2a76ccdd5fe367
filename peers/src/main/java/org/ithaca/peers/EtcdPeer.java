package org.ithaca.peers;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// etcd, the program on the PATH. Every append and put is a `Put` of its gRPC interface.
final class EtcdPeer implements Peer {
    private static final int CLIENT = 0;
    private static final int SERVER = 1;
    private static final Duration ASK = Duration.ofSeconds(1);
    private static final Pattern MEMBER = Pattern.compile("\"member_id\":\"(\\d+)\"");
    private static final Pattern LEADER = Pattern.compile("\"leader\":\"(\\d+)\"");

    @Override
    public String name() {
        return "etcd";
    }

    @Override
    public String about() {
        return "etcd of Debian's package etcd-server: defaults, quota 8 GiB; in memory: --unsafe-no-fsync; asynchronous"
                + " gRPC to the leader over " + EtcdLink.CHANNELS + " connections; appends and puts are Put of "
                + Keys.COUNT + " keys (" + Keys.LARGE_COUNT + " more for large ones), reads linearizable";
    }

    @Override
    public boolean offers(Form form, Work work, boolean durable) {
        return form == Form.CLIENT;
    }

    @Override
    public Optional<String> missing() {
        return program().isPresent() ? Optional.empty() : Optional.of("no etcd on the PATH (apt install etcd-server)");
    }

    private static Optional<Path> program() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.of(path.split(":"))
                .map(folder -> Path.of(folder, "etcd"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    @Override
    public Optional<List<String>> command(Place place, int member) {
        List<String> command = new ArrayList<>(List.of(
                program().orElseThrow().toString(),
                "--name=m" + member,
                "--data-dir=" + place.home(member).resolve("data"),
                "--listen-client-urls=http://" + place.address(member, CLIENT),
                "--advertise-client-urls=http://" + place.address(member, CLIENT),
                "--listen-peer-urls=http://" + place.address(member, SERVER),
                "--initial-advertise-peer-urls=http://" + place.address(member, SERVER),
                "--initial-cluster="
                        + IntStream.range(0, place.members())
                                .mapToObj(i -> "m" + i + "=http://" + place.address(i, SERVER))
                                .collect(Collectors.joining(",")),
                "--initial-cluster-state=new",
                "--quota-backend-bytes=8589934592",
                "--max-request-bytes=8388608",
                "--logger=zap",
                "--log-level=error"));
        if (!place.durable()) {
            command.add("--unsafe-no-fsync");
        }
        return Optional.of(command);
    }

    @Override
    public boolean leads(Place place, int member) {
        return isLeader(place, member);
    }

    /// Asks a member; false if it does not answer.
    static boolean isLeader(Place place, int member) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://" + place.address(member, CLIENT) + "/v3/maintenance/status"))
                    .timeout(ASK)
                    .POST(HttpRequest.BodyPublishers.ofString("{}"))
                    .build();
            String answer =
                    http.send(request, HttpResponse.BodyHandlers.ofString()).body();
            Matcher self = MEMBER.matcher(answer);
            Matcher leader = LEADER.matcher(answer);
            return self.find() && leader.find() && self.group(1).equals(leader.group(1));
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public Member start(Place place, int member) {
        throw new UnsupportedOperationException("etcd runs as a program of its own");
    }

    @Override
    public Link connect(Place place, Acks acks) throws InterruptedException {
        return EtcdLink.open(place, acks);
    }
}

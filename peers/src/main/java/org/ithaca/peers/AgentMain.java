package org.ithaca.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.ithaca.bench.AppendResult;
import org.jspecify.annotations.Nullable;

/// A process of a measurement: one member of a cluster, or a client of it.
///
/// ```
/// arguments:  PEER member INDEX PLACE...  |  PEER client -1 PLACE...
/// input       output
/// connect     connected NANOS        a client; NANOS is when its first operation was acknowledged
/// load ORDER  progress ..., and in the end: result ...
/// stop        the load ends before its time
/// leads       leads true|false       a member
/// ```
///
/// It ends when its input does, so none outlives the process that started it. What libraries print goes to
/// the standard error.
public final class AgentMain {
    private static final int FIRST_BYTES = 100;

    private final Peer peer;
    private final Place place;
    private final PrintStream out;
    private final @Nullable Member member;
    private volatile @Nullable LoadRun running;
    private @Nullable Link link;

    private AgentMain(Peer peer, Place place, @Nullable Member member, PrintStream out) {
        this.peer = peer;
        this.place = place;
        this.member = member;
        this.out = out;
    }

    /// Runs until the input ends.
    public static void main(String[] args) throws Exception {
        PrintStream out = System.out;
        System.setOut(System.err);
        Peer peer = Peer.named(args[0]);
        Place place = Place.parse(List.of(args).subList(3, args.length));
        Member member = args[1].equals("member") ? peer.start(place, Integer.parseInt(args[2])) : null;
        say(out, "ready");
        new AgentMain(peer, place, member, out).serve();
        Runtime.getRuntime().halt(0);
    }

    private void serve() throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ", 2);
            switch (words[0]) {
                case "connect" -> apart(this::connect);
                case "load" -> apart(() -> load(LoadOrder.parse(words[1])));
                case "stop" -> stop();
                case "leads" -> say("leads " + (member != null && member.leads()));
                default -> say("error unknown order " + line);
            }
        }
    }

    private interface Task {
        void run() throws Exception;
    }

    private void apart(Task task) {
        Thread.ofPlatform().daemon().name("peers-agent").start(() -> {
            try {
                task.run();
            } catch (Exception | LinkageError e) {
                e.printStackTrace();
                say("error " + e);
            }
        });
    }

    private void connect() throws Exception {
        CompletableFuture<Long> first = new CompletableFuture<>();
        Link opened = peer.connect(place, switched());
        link = opened;
        LoadRun once = new LoadRun(
                opened,
                LoadOrder.parse(
                        "work=APPEND bytes=" + FIRST_BYTES + " window=1 rate=100 warmup=0 measured=60000 pids="));
        running = once;
        once.run(progress -> {
            long latest = Long.parseLong(LoadOrder.word(LoadOrder.words(progress), "latest"));
            if (latest != 0 && first.complete(latest)) {
                once.stop();
            }
        });
        running = null;
        say(first.isDone() ? "connected " + first.join() : "error nothing was acknowledged within a minute");
    }

    private void load(LoadOrder order) throws InterruptedException {
        Link through = link;
        if (through == null) {
            if (member == null) {
                throw new IllegalStateException("not connected");
            }
            through = member.link(switched());
            link = through;
        }
        LoadRun run = new LoadRun(through, order);
        running = run;
        AppendResult result = run.run(progress -> say("progress " + progress));
        running = null;
        say("result " + ResultLine.of(result));
    }

    private void stop() {
        LoadRun run = running;
        if (run != null) {
            run.stop();
        }
    }

    /// Acknowledgements go to the load that runs.
    private Acks switched() {
        return new Acks() {
            @Override
            public void done(long token) {
                LoadRun run = running;
                if (run != null) {
                    run.done(token);
                }
            }

            @Override
            public void failed(long token) {
                LoadRun run = running;
                if (run != null) {
                    run.failed(token);
                }
            }
        };
    }

    private void say(String line) {
        say(out, line);
    }

    private static void say(PrintStream out, String line) {
        synchronized (out) {
            out.println(line);
            out.flush();
        }
    }
}

package org.ithaca.io;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.ithaca.base.Bytes;
import org.ithaca.base.Link;
import org.ithaca.base.Network;
import org.ithaca.base.NodeId;

/// Prints what a link does on this machine beside raw blocking sockets; asserts nothing.
///
/// Arguments: transport (`EPOLL` or `NIO`), spin in microseconds, seconds a figure, sizes of frames. Each loop is one
/// thread of this
/// process.
final class LinkMeasure {
    private static final int WARM_UP = 20_000;
    private static final int ROUNDS = 40_000;
    private static final int SMALL = 100;
    private static final Bytes HEAD = Bytes.utf8("s");

    private LinkMeasure() {}

    public static void main(String[] arguments) throws Exception {
        LoopOptions.Transport transport =
                arguments.length > 0 ? LoopOptions.Transport.valueOf(arguments[0]) : LoopOptions.Transport.AUTO;
        long spinMicros = arguments.length > 1 ? Long.parseLong(arguments[1]) : 0;
        int seconds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 3;
        rawPingPong();
        rawStream(seconds);
        LoopOptions options =
                LoopOptions.named("measure").withTransport(transport).withSpinNanos(spinMicros * 1000);
        NodeLoop here = NodeLoop.start(options);
        NodeLoop there = NodeLoop.start(options);
        System.out.println("links: epoll " + here.usesEpoll() + ", spin " + spinMicros + " us");
        Echo echo = new Echo();
        TcpNetwork server = new TcpNetwork(there, TcpOptions.node("m", new NodeId(1), 1, "127.0.0.1:0"));
        server.start(echo);
        Driver driver = new Driver();
        TcpNetwork client = new TcpNetwork(here, TcpOptions.client("m", 1, "measure"));
        client.start(driver);
        here.execute(() -> client.reach(new NodeId(1), server.address()));
        driver.begun.take();
        here.execute(driver::ping);
        print("link ping-pong 100 B", driver.samples.take());
        List<String> sizes = arguments.length > 3
                ? List.of(arguments).subList(3, arguments.length)
                : List.of("100", "1000", "10000", "100000", "1000000");
        for (String size : sizes) {
            stream(here, driver, echo, Integer.parseInt(size), seconds);
        }
        here.close();
        there.close();
    }

    private static void stream(NodeLoop loop, Driver driver, Echo echo, int size, int seconds) throws Exception {
        driver.size = size;
        driver.streaming = true;
        loop.execute(driver::pump);
        Thread.sleep(1000);
        long frames = echo.frames;
        long start = System.nanoTime();
        Thread.sleep(seconds * 1000L);
        double took = (System.nanoTime() - start) / 1e9;
        double rate = (echo.frames - frames) / took;
        driver.streaming = false;
        System.out.printf("link stream, frames of %,d B: %,.0f frames/s, %,.0f MB/s%n", size, rate, rate * size / 1e6);
        Thread.sleep(200);
    }

    private static void print(String what, long[] nanos) {
        Arrays.sort(nanos);
        System.out.printf(
                "%s: p50 %.1f us, p99 %.1f us%n",
                what, nanos[nanos.length / 2] / 1e3, nanos[(int) (nanos.length * 0.99)] / 1e3);
    }

    /// Echoes frames of the ping-pong and counts the others.
    private static final class Echo extends Quiet {
        volatile long frames;
        private long counted;

        @Override
        public void received(Link link, Bytes frame) {
            if (frame.get(0) == 'p') {
                link.send(frame, Bytes.EMPTY);
            } else {
                counted++;
            }
        }

        @Override
        public void turnEnded() {
            frames = counted;
        }
    }

    private static final class Driver extends Quiet {
        final BlockingQueue<Boolean> begun = new LinkedBlockingQueue<>();
        final BlockingQueue<long[]> samples = new LinkedBlockingQueue<>();
        private final long[] nanos = new long[ROUNDS];
        private int round = -WARM_UP;
        private long sentNanos;
        private Link link;
        private Bytes rest = Bytes.EMPTY;
        volatile boolean streaming;
        volatile int size;

        @Override
        public void opened(Link opened) {
            link = opened;
            begun.add(true);
        }

        void ping() {
            byte[] bytes = new byte[SMALL];
            bytes[0] = 'p';
            sentNanos = System.nanoTime();
            link.send(Bytes.wrap(bytes), Bytes.EMPTY);
        }

        /// Begins to keep up to 4 MiB queued.
        void pump() {
            rest = Bytes.wrap(new byte[size - 1]);
            turnEnded();
        }

        @Override
        public void turnEnded() {
            while (streaming && link.queuedBytes() < 4 << 20) {
                link.send(HEAD, rest);
            }
        }

        @Override
        public void received(Link from, Bytes frame) {
            if (round >= 0) {
                nanos[round] = System.nanoTime() - sentNanos;
            }
            if (++round < ROUNDS) {
                ping();
            } else {
                samples.add(nanos);
            }
        }
    }

    private static class Quiet implements Network.Listener {
        @Override
        public void opened(Link link) {}

        @Override
        public void received(Link link, Bytes frame) {}

        @Override
        public void closed(Link link) {}

        @Override
        public void turnEnded() {}
    }

    private static void rawPingPong() throws IOException {
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket socket = new Socket(listening.getInetAddress(), listening.getLocalPort());
                Socket other = listening.accept()) {
            socket.setTcpNoDelay(true);
            other.setTcpNoDelay(true);
            Thread.ofPlatform().daemon().start(() -> {
                byte[] bytes = new byte[SMALL];
                try {
                    DataInputStream in = new DataInputStream(other.getInputStream());
                    while (true) {
                        in.readFully(bytes);
                        other.getOutputStream().write(bytes);
                    }
                } catch (IOException e) {
                    System.out.print("");
                }
            });
            byte[] bytes = new byte[SMALL];
            long[] nanos = new long[ROUNDS];
            DataInputStream in = new DataInputStream(socket.getInputStream());
            for (int i = -WARM_UP; i < ROUNDS; i++) {
                long start = System.nanoTime();
                socket.getOutputStream().write(bytes);
                in.readFully(bytes);
                if (i >= 0) {
                    nanos[i] = System.nanoTime() - start;
                }
            }
            print("blocking sockets, ping-pong 100 B", nanos);
        }
    }

    private static void rawStream(int seconds) throws IOException, InterruptedException {
        long[] total = new long[1];
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket socket = new Socket(listening.getInetAddress(), listening.getLocalPort());
                Socket other = listening.accept()) {
            Thread reader = Thread.ofPlatform().daemon().start(() -> {
                byte[] bytes = new byte[64 << 10];
                try (InputStream in = other.getInputStream()) {
                    for (int got = in.read(bytes); got > 0; got = in.read(bytes)) {
                        total[0] += got;
                    }
                } catch (IOException e) {
                    System.out.println(e.getMessage());
                }
            });
            byte[] bytes = new byte[64 << 10];
            OutputStream out = socket.getOutputStream();
            long start = System.nanoTime();
            while (System.nanoTime() - start < seconds * 1_000_000_000L) {
                out.write(bytes);
            }
            socket.shutdownOutput();
            reader.join();
            System.out.printf(
                    "blocking sockets, stream of 64 KiB writes: %,.0f MB/s%n",
                    total[0] * 1e3 / (System.nanoTime() - start));
        }
    }
}

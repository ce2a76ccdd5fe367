package org.ithaca.bench;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The other process of [MachineProbe]: one connection; what arrives is a length and that many bytes, and a
/// length above 0 that was sent as a question is answered with as many bytes.
///
/// ```
/// question := length i32, above 0 | bytes      answered by the same bytes
/// drop     := -length i32 | bytes              not answered
/// ```
final class Peer implements AutoCloseable {
    private final Process process;
    private final ServerSocket meeting;
    private final Socket socket;

    private Peer(Process process, ServerSocket meeting, Socket socket) {
        this.process = process;
        this.meeting = meeting;
        this.socket = socket;
    }

    /// Starts the process and meets it.
    static Peer start() throws IOException {
        ServerSocket meeting = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        meeting.setSoTimeout(30_000);
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Xmx32m",
                        "-cp",
                        classPath(),
                        Peer.class.getName(),
                        Integer.toString(meeting.getLocalPort())))
                .inheritIO()
                .start();
        try {
            Socket socket = meeting.accept();
            socket.setTcpNoDelay(true);
            return new Peer(process, meeting, socket);
        } catch (IOException e) {
            process.destroyForcibly();
            meeting.close();
            throw e;
        }
    }

    private static String classPath() {
        return Stream.of("jdk.module.path", "java.class.path")
                .map(name -> System.getProperty(name, ""))
                .filter(path -> !path.isEmpty())
                .collect(Collectors.joining(java.io.File.pathSeparator));
    }

    Socket socket() {
        return socket;
    }

    @Override
    public void close() throws IOException {
        socket.close();
        meeting.close();
        process.destroyForcibly();
    }

    /// Answers until the connection ends; `args` is the port to connect to.
    public static void main(String[] args) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0]))) {
            socket.setTcpNoDelay(true);
            answer(new DataInputStream(new java.io.BufferedInputStream(socket.getInputStream(), 1 << 16)), socket);
        }
    }

    private static void answer(DataInputStream in, Socket socket) throws IOException {
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        byte[] buffer = new byte[1 << 16];
        while (true) {
            int length;
            try {
                length = in.readInt();
            } catch (EOFException e) {
                return;
            }
            in.readFully(buffer, 0, Math.abs(length));
            if (length > 0) {
                out.write(buffer, 0, length);
            }
        }
    }
}

package org.ithaca.io;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import org.ithaca.base.Bytes;

/// A blocking socket that sends what it likes.
final class RawPeer implements AutoCloseable {
    private final Socket socket;
    private final DataInputStream in;

    private RawPeer(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout((int) Party.PATIENCE.toMillis());
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
    }

    static RawPeer connect(Party party) throws IOException {
        return connect(party.network.address());
    }

    static RawPeer connect(String address) throws IOException {
        InetSocketAddress where = Addresses.parse(address);
        return new RawPeer(new Socket(where.getHostString(), where.getPort()));
    }

    void write(Bytes bytes) throws IOException {
        socket.getOutputStream().write(bytes.toArray());
    }

    /// The next frame; null once the other end has closed.
    Bytes readFrame() throws IOException {
        try {
            byte[] frame = new byte[in.readInt()];
            in.readFully(frame);
            return Bytes.wrap(frame);
        } catch (EOFException e) {
            return null;
        } catch (SocketException e) {
            if (String.valueOf(e.getMessage()).contains("reset")) {
                return null;
            }
            throw e;
        }
    }

    /// Like [#readFrame], where what comes may be no frame at all (a TLS alert): that is null too.
    Bytes readFrameOrGarbage() throws IOException {
        byte[] answer = in.readAllBytes();
        return answer.length < 4 || answer[0] != 0 ? null : Bytes.wrap(answer, 4, answer.length - 4);
    }

    /// Closes with a reset instead of an orderly end.
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

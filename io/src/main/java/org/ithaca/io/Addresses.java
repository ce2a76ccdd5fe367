package org.ithaca.io;

import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import org.ithaca.base.IthacaException;

/// `host:port` and `[v6]:port`, as text.
public final class Addresses {
    private Addresses() {}

    /// Fails unless the text is an address.
    ///
    /// @throws IthacaException INVALID, saying what an address looks like
    public static void check(String address) {
        parse(address);
    }

    /// Host and port, not looked up.
    static InetSocketAddress parse(String address) {
        int colon = address.lastIndexOf(':');
        if (colon < 0) {
            throw invalid(address);
        }
        String host = address.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        try {
            int port = Integer.parseInt(address.substring(colon + 1));
            if (!host.isEmpty() && port >= 0 && port <= 0xFFFF) {
                return InetSocketAddress.createUnresolved(host, port);
            }
        } catch (NumberFormatException e) {
            throw invalid(address);
        }
        throw invalid(address);
    }

    /// Looks the host of an address to listen on up, which may take a while.
    static InetSocketAddress resolve(InetSocketAddress unresolved) {
        InetSocketAddress resolved = new InetSocketAddress(unresolved.getHostString(), unresolved.getPort());
        if (resolved.isUnresolved()) {
            throw IthacaException.notDone(
                    IthacaException.Code.INVALID,
                    "the host name '" + unresolved.getHostString() + "' is not known on this machine");
        }
        return resolved;
    }

    private static IthacaException invalid(String address) {
        return IthacaException.notDone(
                IthacaException.Code.INVALID, "an address is host:port or [IPv6]:port, not '" + address + "'");
    }

    /// A bound or unresolved address as text that [#parse] reads.
    static String format(String host, int port) {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    /// The other end's host, for logs.
    static String host(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress remote
                ? remote.getAddress().getHostAddress()
                : "unknown host";
    }
}

package org.ithaca.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.ithaca.base.IthacaException;
import org.ithaca.base.NodeId;
import org.ithaca.cluster.ClusterConfig;
import org.ithaca.cluster.Member;
import org.ithaca.cluster.Timing;
import org.ithaca.io.TlsFiles;
import org.ithaca.log.Limits;
import org.ithaca.log.Plan;
import org.ithaca.log.SessionLimits;
import org.ithaca.quorum.QuorumSpec;
import org.ithaca.store.StoreConfig;
import org.jspecify.annotations.Nullable;

/// What a node process needs to start, checked.
///
/// @param cluster who takes part
/// @param listen `host:port` to listen on
/// @param advertise `host:port` told to others; null for the one listened on
/// @param data directory of this node's data
/// @param admin `host:port` of the admin pages; null for none
/// @param defaults plan of logs that are created without one
/// @param limits what the node takes on for its clients
/// @param store sizes of its files
/// @param spinNanos how long a pause may be that a busy loop polls through
/// @param tls certificates; null for plain TCP
public record NodeConfig(
        ClusterConfig cluster,
        String listen,
        @Nullable String advertise,
        Path data,
        @Nullable String admin,
        Plan defaults,
        ServiceLimits limits,
        StoreConfig store,
        long spinNanos,
        @Nullable TlsFiles tls) {

    /// Checks settings and puts them together.
    ///
    /// @throws IthacaException INVALID, naming the setting and where it came from
    public static NodeConfig of(Settings settings) {
        String advertise = settings.text(Setting.ADVERTISE);
        String admin = settings.text(Setting.ADMIN);
        String listen = address(settings, Setting.LISTEN, settings.required(Setting.LISTEN));
        return new NodeConfig(
                cluster(settings, advertise.isBlank() ? listen : advertise),
                listen,
                advertise.isBlank() ? null : address(settings, Setting.ADVERTISE, advertise),
                Path.of(settings.required(Setting.DATA)),
                admin.equals("none") ? null : address(settings, Setting.ADMIN, admin),
                plan(settings),
                limits(settings),
                store(settings),
                TimeUnit.MICROSECONDS.toNanos(settings.number(Setting.SPIN, 0, 1_000_000)),
                tls(settings));
    }

    private static ClusterConfig cluster(Settings settings, String address) {
        NodeId self = new NodeId((int) number(settings, settings.required(Setting.NODE), Setting.NODE));
        List<Member> members = members(settings, Setting.MEMBERS);
        List<Member> contacts = members(settings, Setting.CONTACTS);
        if (members.isEmpty() == contacts.isEmpty()) {
            throw Settings.invalid("say either 'members' (this node founds the cluster with them) or 'contacts' (it"
                    + " joins a cluster that exists), not " + (members.isEmpty() ? "neither" : "both"));
        }
        if (!members.isEmpty()
                && members.stream().noneMatch(member -> member.id().equals(self))) {
            throw settings.wrong(Setting.MEMBERS, "does not name this node, " + self.value());
        }
        List<NodeId> council = new ArrayList<>();
        for (String part : parts(settings.text(Setting.COUNCIL))) {
            council.add(new NodeId((int) number(settings, part, Setting.COUNCIL)));
        }
        return new ClusterConfig(
                settings.required(Setting.CLUSTER),
                self,
                ClusterConfig.NO_RUN,
                address,
                members,
                council,
                contacts,
                timing(settings),
                ClusterConfig.PIECE_BYTES);
    }

    private static Timing timing(Settings settings) {
        long heartbeat = TimeUnit.MILLISECONDS.toNanos(settings.number(Setting.HEARTBEAT, 10, 10_000));
        long silence = TimeUnit.MILLISECONDS.toNanos(settings.number(Setting.SILENCE, 50, 600_000));
        Timing standard = Timing.DEFAULT;
        if (silence < 2 * heartbeat) {
            throw settings.wrong(Setting.SILENCE, "is less than two heartbeats");
        }
        return new Timing(
                heartbeat,
                silence,
                Math.max(silence, standard.silenceCap()),
                standard.retry(),
                standard.takeover(),
                standard.grace(),
                standard.request());
    }

    private static Plan plan(Settings settings) {
        return new Plan(
                Plan.Order.parse(settings.text(Setting.ORDER)),
                QuorumSpec.parse(settings.text(Setting.QUORUM)),
                Plan.Spread.STAR,
                settings.truth(Setting.DURABLE));
    }

    private static ServiceLimits limits(Settings settings) {
        ServiceLimits standard = ServiceLimits.DEFAULT;
        return new ServiceLimits(
                standard.queuedBytes(),
                settings.number(Setting.CHECKPOINT, 1 << 10, 1L << 40),
                standard.waitingReads(),
                SessionLimits.DEFAULT);
    }

    private static StoreConfig store(Settings settings) {
        StoreConfig standard = StoreConfig.DEFAULT;
        int segment = (int) settings.number(Setting.SEGMENT, 1 << 10, 1 << 30);
        return new StoreConfig(
                segment,
                Math.min(segment, standard.preallocateBytes()),
                settings.number(Setting.MEMORY, 1 << 20, 1L << 40),
                standard.compactBytes(),
                standard.asideBytes());
    }

    private static @Nullable TlsFiles tls(Settings settings) {
        String certificate = settings.text(Setting.TLS_CERTIFICATE);
        if (certificate.isBlank()) {
            return null;
        }
        return new TlsFiles(
                Path.of(certificate),
                Path.of(settings.required(Setting.TLS_KEY)),
                Path.of(settings.required(Setting.TLS_AUTHORITIES)),
                settings.truth(Setting.TLS_CLIENTS));
    }

    private static List<Member> members(Settings settings, Setting setting) {
        List<Member> members = new ArrayList<>();
        for (String part : parts(settings.text(setting))) {
            int at = part.indexOf('@');
            if (at < 1) {
                throw settings.wrong(setting, "has '" + part + "' where number@host:port is expected");
            }
            NodeId id = new NodeId((int) number(settings, part.substring(0, at), setting));
            if (members.stream().anyMatch(member -> member.id().equals(id))) {
                throw settings.wrong(setting, "names node " + id.value() + " twice");
            }
            members.add(Member.at(id, address(settings, setting, part.substring(at + 1))));
        }
        if (members.size() > Limits.MAX_NODES) {
            throw settings.wrong(setting, "names " + members.size() + " nodes; there may be " + Limits.MAX_NODES);
        }
        return members;
    }

    private static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            if (!part.isBlank()) {
                parts.add(part.trim());
            }
        }
        return parts;
    }

    private static String address(Settings settings, Setting setting, String text) {
        int colon = text.lastIndexOf(':');
        boolean fine = colon > 0 && text.substring(colon + 1).matches("\\d{1,5}");
        if (!fine || Integer.parseInt(text.substring(colon + 1)) > 65_535) {
            throw settings.wrong(setting, "has '" + text + "' where host:port is expected");
        }
        return text;
    }

    private static long number(Settings settings, String text, Setting setting) {
        if (!text.trim().matches("\\d{1,5}") || Integer.parseInt(text.trim()) > NodeId.MAX) {
            throw settings.wrong(setting, "has '" + text + "' where a node's number, 0 to 65535, is expected");
        }
        return Integer.parseInt(text.trim());
    }
}

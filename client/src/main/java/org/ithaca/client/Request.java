package org.ithaca.client;

import org.ithaca.base.ByteReader;
import org.ithaca.base.ByteWriter;
import org.ithaca.base.Bytes;
import org.ithaca.base.Link;
import org.ithaca.base.LogId;
import org.ithaca.base.MalformedException;
import org.ithaca.base.NodeId;
import org.ithaca.cluster.LogKind;
import org.ithaca.log.Plan;
import org.ithaca.log.RunHeader;
import org.ithaca.log.RunWriter;

/// What a client asks a server, first byte 0x30 to 0x3F. `docs/protocols/client.md` draws the frames.
///
/// Every request carries a number that the client gives out in increasing order; the answer repeats it. A request
/// sent again has a new number. On one link a server drops an [Append] whose number is not above all it saw there:
/// so a doubled frame cannot turn a refusal into a lie.
public sealed interface Request {
    /// The number of this request.
    long request();

    /// Send me the layout now, and every later one when you adopt it. Answer: [Answer.LayoutPush].
    record Subscribe(long request) implements Request {}

    /// Order these runs. Answers: [Answer.Appended] or [Answer.Refused] for each run, together or apart.
    ///
    /// @param log the log they go to
    /// @param runs runs one after the other; the server validates them before anything else
    record Append(long request, LogId log, Bytes runs) implements Request {}

    /// What the log holds from a position on. Answer: [Answer.Entries], at least one entry if there is any.
    ///
    /// @param log the log
    /// @param from least position asked for
    /// @param maxEntries most entries wanted, 1 or more
    /// @param maxBytes bytes of entries wanted at most, as long as one entry fits; the server may send fewer
    /// @param waitMillis how long to wait for an entry if there is none yet, 0 to 60,000
    /// @param level what it must see
    record Read(long request, LogId log, long from, int maxEntries, int maxBytes, int waitMillis, ReadLevel level)
            implements Request {}

    /// Where the log ends. Answer: [Answer.TailAt].
    record Tail(long request, LogId log, ReadLevel level) implements Request {}

    /// A question to the objects of a log. Answer: [Answer.Result].
    ///
    /// @param question read by the object host alone
    record Query(long request, LogId log, ReadLevel level, Bytes question) implements Request {}

    /// Make a log; nothing happens if it exists with this kind. Answer: [Answer.Done].
    record CreateLog(long request, String name, LogKind kind, Plan plan) implements Request {}

    /// Open the next epoch of a log under another plan. Answer: [Answer.Done].
    record ChangePlan(long request, LogId log, Plan plan) implements Request {}

    /// Take a node into the cluster. Answer: [Answer.Done].
    record AddMember(long request, NodeId node, String address) implements Request {}

    /// Take a node out of the cluster. Answer: [Answer.Done].
    record RemoveMember(long request, NodeId node) implements Request {}

    /// Forget a log below a position; whole slots go. Answer: [Answer.Done].
    record Trim(long request, LogId log, long below) implements Request {}

    /// What the node knows of the cluster. Answer: [Answer.StatusReport].
    record Status(long request) implements Request {}

    /// Sends this request as one frame.
    default void send(Link link) {
        ByteWriter head = new ByteWriter();
        Bytes body = RequestCodec.encode(this, head);
        link.send(head.shared(), body);
    }

    /// This request as one frame.
    default Bytes encode() {
        ByteWriter out = new ByteWriter();
        Bytes body = RequestCodec.encode(this, out);
        return out.raw(body).shared();
    }

    /// Sends one run without copying its entries: an [Append] whose runs are this one.
    static void sendRun(Link link, long request, LogId log, RunHeader header, RunWriter entries) {
        ByteWriter head = new ByteWriter(RequestCodec.APPEND_HEAD_BYTES + RunHeader.BYTES);
        RequestCodec.appendHead(head, request, log);
        header.encode(head, entries.count(), entries.length());
        link.send(head.shared(), entries.parts());
    }

    /// Reads a frame; nothing larger than the frame is allocated. Runs and questions share the frame's array.
    ///
    /// @throws MalformedException if it is not a request
    static Request decode(Bytes frame) {
        ByteReader in = new ByteReader(frame);
        Request request = RequestCodec.decode(in);
        in.end();
        return request;
    }
}

package org.ithaca.client;

import java.util.List;
import org.ithaca.base.ByteReader;
import org.ithaca.base.ByteWriter;
import org.ithaca.base.Bytes;
import org.ithaca.base.IthacaException;
import org.ithaca.base.Link;
import org.ithaca.base.LogId;
import org.ithaca.base.MalformedException;
import org.ithaca.base.NodeId;
import org.jspecify.annotations.Nullable;

/// What a server tells a client, first byte 0x40 to 0x4F. `docs/protocols/client.md` draws the frames.
public sealed interface Answer {
    /// The layout the server has adopted: the answer to [Request.Subscribe], and pushed whenever it changes.
    ///
    /// @param layout read by [org.ithaca.cluster.Layout#decode]
    record LayoutPush(Bytes layout) implements Answer {}

    /// Entries are in the log, at the level their run asked for.
    ///
    /// @param log the log
    /// @param ranges which, and where
    record Appended(LogId log, List<Range> ranges) implements Answer {
        public Appended {
            ranges = List.copyOf(ranges);
        }
    }

    /// Consecutive sequences of a session at consecutive positions.
    ///
    /// @param session the session; 0 for the answer to an OPEN run, whose session is `position + 1`
    /// @param firstSequence the first sequence; for an OPEN run the number it carried
    /// @param count how many
    /// @param position position of the first one; [#FORGOTTEN] if they are in the log but nobody remembers where
    /// @param results one for each entry of an object log, else empty
    record Range(long session, long firstSequence, int count, long position, List<Bytes> results) {
        /// In the log, at positions no longer remembered: the client acknowledged the answer before, or asked too
        /// late.
        public static final long FORGOTTEN = -1;

        public Range {
            results = List.copyOf(results);
        }

        /// A range without results.
        public Range(long session, long firstSequence, int count, long position) {
            this(session, firstSequence, count, position, List.of());
        }
    }

    /// The copy of a run that came with this request is not in the log and never will be; another copy may be.
    ///
    /// @param request the number of the [Request.Append] that carried it
    /// @param log the log
    /// @param session the run's session
    /// @param firstSequence the run's first sequence
    /// @param reason why
    /// @param expected for GAP, the sequence the session must go on with; else 0
    /// @param writer where appends should go, if the server knows
    record Refused(
            long request,
            LogId log,
            long session,
            long firstSequence,
            Reason reason,
            long expected,
            @Nullable NodeId writer)
            implements Answer {}

    /// Why a run was refused.
    enum Reason {
        /// Another member writes this log: send it there.
        NOT_WRITER,
        /// The epoch is being changed, or its end left the run out: send it again, to the next writer.
        EPOCH_ENDED,
        /// Too much is under way: send it again after a moment.
        WINDOW_FULL,
        /// Earlier entries of the session are missing here.
        GAP,
        /// The server has not got to the session's opening yet: send it again after a moment.
        SESSION_NOT_YET,
        /// The log has forgotten the session.
        SESSION_UNKNOWN,
        /// The server knows no such log, perhaps not yet.
        LOG_UNKNOWN,
        /// The disk of a replica is full.
        DISK_FULL,
        /// The server is not ready, or stops.
        NOT_SERVING
    }

    /// What a [Request.Read] found.
    ///
    /// @param request number of the request
    /// @param segments in order of position
    /// @param next where to read on: nothing that counts lies between the last entry and it
    /// @param delivered the server's delivered frontier
    record Entries(long request, List<Segment> segments, long next, long delivered) implements Answer {
        public Entries {
            segments = List.copyOf(segments);
        }
    }

    /// Entries at consecutive positions.
    ///
    /// @param position position of the first
    /// @param count how many
    /// @param entries `(size i32 | bytes)` for each, read by [org.ithaca.log.RunEntries#of]
    record Segment(long position, int count, Bytes entries) {}

    /// Every entry the [Request.Tail] had to see lies below `position`.
    record TailAt(long request, long position) implements Answer {}

    /// What the objects said to a [Request.Query].
    record Result(long request, Bytes result) implements Answer {}

    /// An administrative request is done.
    ///
    /// @param value for [Request.CreateLog] the log's identity; else the layout version at which it holds, or 0
    record Done(long request, long value) implements Answer {}

    /// What the node knows of the cluster.
    ///
    /// @param json one JSON object
    record StatusReport(long request, Bytes json) implements Answer {}

    /// A request failed.
    ///
    /// @param request its number; 0 if it could not be read
    /// @param code kind of error
    /// @param outcome whether it may have had an effect
    /// @param message for people
    record Failure(long request, IthacaException.Code code, IthacaException.Outcome outcome, String message)
            implements Answer {
        /// The error as the caller sees it.
        public IthacaException toException() {
            return new IthacaException(code, outcome, message);
        }
    }

    /// Sends this answer as one frame.
    default void send(Link link) {
        ByteWriter head = new ByteWriter();
        Bytes body = AnswerCodec.encode(this, head);
        link.send(head.shared(), body);
    }

    /// This answer as one frame.
    default Bytes encode() {
        ByteWriter out = new ByteWriter();
        Bytes body = AnswerCodec.encode(this, out);
        return out.raw(body).shared();
    }

    /// Reads a frame; nothing larger than the frame is allocated. Entries, results and layouts share the frame's
    /// array.
    ///
    /// @throws MalformedException if it is not an answer
    static Answer decode(Bytes frame) {
        ByteReader in = new ByteReader(frame);
        Answer answer = AnswerCodec.decode(in);
        in.end();
        return answer;
    }
}

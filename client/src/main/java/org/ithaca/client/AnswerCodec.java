package org.ithaca.client;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.ithaca.base.ByteReader;
import org.ithaca.base.ByteWriter;
import org.ithaca.base.Bytes;
import org.ithaca.base.IthacaException;
import org.ithaca.base.LogId;
import org.ithaca.base.MalformedException;
import org.ithaca.base.NodeId;
import org.ithaca.base.Position;
import org.ithaca.log.Limits;
import org.jspecify.annotations.Nullable;

/// Answers as bytes; the tables are in `docs/protocols/client.md`.
final class AnswerCodec {
    private static final int LAYOUT_PUSH = 0x40;
    private static final int APPENDED = 0x41;
    private static final int REFUSED = 0x42;
    private static final int ENTRIES = 0x43;
    private static final int TAIL_AT = 0x44;
    private static final int RESULT = 0x45;
    private static final int DONE = 0x46;
    private static final int STATUS_REPORT = 0x47;
    private static final int FAILURE = 0x48;

    private static final int RANGE_BYTES = 29;
    private static final int SEGMENT_BYTES = 16;
    private static final int NOBODY = -1;

    /// Enumerations go over the wire as their place in the declaration: new constants are added at the end.
    private static final List<Answer.Reason> REASONS = List.of(Answer.Reason.values());

    private static final List<IthacaException.Code> CODES = List.of(IthacaException.Code.values());
    private static final List<IthacaException.Outcome> OUTCOMES = List.of(IthacaException.Outcome.values());

    private AnswerCodec() {}

    /// Writes all but what may be large and is sent without a copy, which is returned.
    static Bytes encode(Answer answer, ByteWriter out) {
        Bytes body = Bytes.EMPTY;
        switch (answer) {
            case Answer.LayoutPush a -> {
                out.u8(LAYOUT_PUSH);
                body = a.layout();
            }
            case Answer.Appended a -> appended(out, a);
            case Answer.Refused a -> refused(out, a);
            case Answer.Entries a -> entries(out, a);
            case Answer.TailAt a -> out.u8(TAIL_AT).i64(a.request()).i64(a.position());
            case Answer.Result a -> {
                out.u8(RESULT).i64(a.request());
                body = a.result();
            }
            case Answer.Done a -> out.u8(DONE).i64(a.request()).i64(a.value());
            case Answer.StatusReport a -> {
                out.u8(STATUS_REPORT).i64(a.request());
                body = a.json();
            }
            case Answer.Failure a -> failure(out, a);
        }
        return body;
    }

    private static void appended(ByteWriter out, Answer.Appended a) {
        out.u8(APPENDED).i32(a.log().value()).i32(a.ranges().size());
        for (Answer.Range range : a.ranges()) {
            boolean results = !range.results().isEmpty();
            out.i64(range.session()).i64(range.firstSequence()).i32(range.count());
            out.i64(range.position()).bool(results);
            range.results().forEach(out::bytes);
        }
    }

    private static void refused(ByteWriter out, Answer.Refused a) {
        NodeId writer = a.writer();
        out.u8(REFUSED).i64(a.request()).i32(a.log().value()).i64(a.session()).i64(a.firstSequence());
        out.u8(REASONS.indexOf(a.reason())).i64(a.expected()).i32(writer == null ? NOBODY : writer.value());
    }

    private static void entries(ByteWriter out, Answer.Entries a) {
        out.u8(ENTRIES)
                .i64(a.request())
                .i64(a.next())
                .i64(a.delivered())
                .i32(a.segments().size());
        for (Answer.Segment segment : a.segments()) {
            out.i64(segment.position()).i32(segment.count()).bytes(segment.entries());
        }
    }

    private static void failure(ByteWriter out, Answer.Failure a) {
        out.u8(FAILURE).i64(a.request()).u8(CODES.indexOf(a.code()));
        out.u8(OUTCOMES.indexOf(a.outcome())).text(clipped(a.message()));
    }

    private static String clipped(String message) {
        int most = Wire.MOST_MESSAGE_BYTES / 4;
        return message.length() <= most ? message : message.substring(0, most);
    }

    static Answer decode(ByteReader in) {
        int type = in.u8();
        return switch (type) {
            case LAYOUT_PUSH -> new Answer.LayoutPush(in.rest());
            case APPENDED -> new Answer.Appended(Wire.log(in), list(in, RANGE_BYTES, AnswerCodec::range));
            case REFUSED -> decodeRefused(in);
            case ENTRIES -> decodeEntries(in);
            case TAIL_AT -> new Answer.TailAt(in.i64(), Wire.position(in));
            case RESULT -> new Answer.Result(in.i64(), in.rest());
            case DONE -> new Answer.Done(in.i64(), in.i64());
            case STATUS_REPORT -> new Answer.StatusReport(in.i64(), in.rest());
            case FAILURE ->
                new Answer.Failure(in.i64(), of(CODES, in), of(OUTCOMES, in), Wire.text(in, Wire.MOST_MESSAGE_BYTES));
            default -> throw new MalformedException("answer of type 0x" + Integer.toHexString(type));
        };
    }

    private static Answer.Range range(ByteReader in) {
        long session = in.i64();
        long first = in.i64();
        int count = in.i32();
        long position = in.i64();
        if (session < 0 || first < 1 || position < Answer.Range.FORGOTTEN) {
            throw new MalformedException("session " + session + ", sequence " + first + " at " + position);
        }
        if (count < 1 || count > Position.ENTRIES_PER_SLOT) {
            throw new MalformedException("an answer for " + count + " entries");
        }
        return new Answer.Range(session, first, count, position, in.bool() ? results(in, count) : List.of());
    }

    private static List<Bytes> results(ByteReader in, int count) {
        if ((long) count * Integer.BYTES > in.remaining()) {
            throw new MalformedException(count + " results in " + in.remaining() + " bytes");
        }
        List<Bytes> results = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            results.add(in.bytes());
        }
        return results;
    }

    private static Answer decodeRefused(ByteReader in) {
        long request = in.i64();
        LogId log = Wire.log(in);
        long session = in.i64();
        long first = in.i64();
        Answer.Reason reason = of(REASONS, in);
        return new Answer.Refused(request, log, session, first, reason, in.i64(), writer(in.i32()));
    }

    private static @Nullable NodeId writer(int value) {
        if (value < NOBODY || value > NodeId.MAX) {
            throw new MalformedException("writer " + value);
        }
        return value == NOBODY ? null : new NodeId(value);
    }

    private static Answer decodeEntries(ByteReader in) {
        long request = in.i64();
        long next = Wire.position(in);
        long delivered = Wire.position(in);
        return new Answer.Entries(request, list(in, SEGMENT_BYTES, AnswerCodec::segment), next, delivered);
    }

    private static Answer.Segment segment(ByteReader in) {
        long position = Wire.position(in);
        int count = in.i32();
        Bytes entries = in.bytes();
        if (count < 1 || count > Position.ENTRIES_PER_SLOT || (long) count * Integer.BYTES > entries.length()) {
            throw new MalformedException(count + " entries in " + entries.length() + " bytes");
        }
        return new Answer.Segment(position, count, entries);
    }

    private static <T> List<T> list(ByteReader in, int elementBytes, Function<ByteReader, T> element) {
        int count = in.count(Limits.MAX_FRAME_BYTES, elementBytes);
        List<T> list = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            list.add(element.apply(in));
        }
        return list;
    }

    private static <T> T of(List<T> constants, ByteReader in) {
        int index = in.u8();
        if (index >= constants.size()) {
            throw new MalformedException("constant " + index + " of " + constants);
        }
        return constants.get(index);
    }
}

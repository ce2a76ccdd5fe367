package org.ithaca.client;

import org.ithaca.base.ByteReader;
import org.ithaca.base.ByteWriter;
import org.ithaca.base.Bytes;
import org.ithaca.base.LogId;
import org.ithaca.base.MalformedException;
import org.ithaca.base.NodeId;
import org.ithaca.cluster.LogKind;

/// Requests as bytes. Every frame starts with `type u8 | request i64`; the tables are in
/// `docs/protocols/client.md`.
final class RequestCodec {
    static final int APPEND_HEAD_BYTES = 13;
    static final int MOST_WAIT_MILLIS = 60_000;

    private static final int SUBSCRIBE = 0x30;
    private static final int APPEND = 0x31;
    private static final int READ = 0x32;
    private static final int TAIL = 0x33;
    private static final int QUERY = 0x34;
    private static final int CREATE_LOG = 0x35;
    private static final int CHANGE_PLAN = 0x36;
    private static final int ADD_MEMBER = 0x37;
    private static final int REMOVE_MEMBER = 0x38;
    private static final int TRIM = 0x39;
    private static final int STATUS = 0x3A;

    private RequestCodec() {}

    /// Writes all but what may be large and is sent without a copy, which is returned.
    static Bytes encode(Request request, ByteWriter out) {
        Bytes body = Bytes.EMPTY;
        switch (request) {
            case Request.Subscribe r -> begin(out, SUBSCRIBE, r);
            case Request.Append r -> {
                appendHead(out, r.request(), r.log());
                body = r.runs();
            }
            case Request.Read r -> read(out, r);
            case Request.Tail r ->
                begin(out, TAIL, r).i32(r.log().value()).u8(r.level().code());
            case Request.Query r -> {
                begin(out, QUERY, r).i32(r.log().value()).u8(r.level().code());
                body = r.question();
            }
            case Request.CreateLog r ->
                r.plan().encode(begin(out, CREATE_LOG, r).text(r.name()).u8(code(r.kind())));
            case Request.ChangePlan r ->
                r.plan().encode(begin(out, CHANGE_PLAN, r).i32(r.log().value()));
            case Request.AddMember r ->
                begin(out, ADD_MEMBER, r).u16(r.node().value()).text(r.address());
            case Request.RemoveMember r ->
                begin(out, REMOVE_MEMBER, r).u16(r.node().value());
            case Request.Trim r -> begin(out, TRIM, r).i32(r.log().value()).i64(r.below());
            case Request.Status r -> begin(out, STATUS, r);
        }
        return body;
    }

    static void appendHead(ByteWriter out, long request, LogId log) {
        out.u8(APPEND).i64(request).i32(log.value());
    }

    private static void read(ByteWriter out, Request.Read r) {
        begin(out, READ, r).i32(r.log().value()).i64(r.from()).i32(r.maxEntries());
        out.i32(r.maxBytes()).i32(r.waitMillis()).u8(r.level().code());
    }

    private static ByteWriter begin(ByteWriter out, int type, Request request) {
        return out.u8(type).i64(request.request());
    }

    static Request decode(ByteReader in) {
        int type = in.u8();
        long request = in.i64();
        return switch (type) {
            case SUBSCRIBE -> new Request.Subscribe(request);
            case APPEND -> new Request.Append(request, Wire.log(in), in.rest());
            case READ -> decodeRead(request, in);
            case TAIL -> new Request.Tail(request, Wire.log(in), ReadLevel.of(in.u8()));
            case QUERY ->
                new Request.Query(
                        request, Wire.log(in), ReadLevel.of(in.u8()), in.rest().onHeap());
            case CREATE_LOG -> new Request.CreateLog(request, Wire.name(in), kind(in.u8()), Wire.plan(in));
            case CHANGE_PLAN -> new Request.ChangePlan(request, Wire.log(in), Wire.plan(in));
            case ADD_MEMBER -> new Request.AddMember(request, new NodeId(in.u16()), Wire.name(in));
            case REMOVE_MEMBER -> new Request.RemoveMember(request, new NodeId(in.u16()));
            case TRIM -> new Request.Trim(request, Wire.log(in), Wire.position(in));
            case STATUS -> new Request.Status(request);
            default -> throw new MalformedException("request of type 0x" + Integer.toHexString(type));
        };
    }

    private static Request decodeRead(long request, ByteReader in) {
        LogId log = Wire.log(in);
        long from = Wire.position(in);
        int maxEntries = in.i32();
        int maxBytes = in.i32();
        int waitMillis = in.i32();
        if (maxEntries < 1 || maxBytes < 0 || waitMillis < 0 || waitMillis > MOST_WAIT_MILLIS) {
            throw new MalformedException(
                    "read of " + maxEntries + " entries, " + maxBytes + " bytes, waiting " + waitMillis + " ms");
        }
        return new Request.Read(request, log, from, maxEntries, maxBytes, waitMillis, ReadLevel.of(in.u8()));
    }

    private static int code(LogKind kind) {
        return switch (kind) {
            case RAW -> 0;
            case OBJECTS -> 1;
        };
    }

    private static LogKind kind(int code) {
        return switch (code) {
            case 0 -> LogKind.RAW;
            case 1 -> LogKind.OBJECTS;
            default -> throw new MalformedException("log of kind " + code);
        };
    }
}

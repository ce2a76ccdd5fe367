package org.ithaca.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.ithaca.base.Bytes;
import org.ithaca.base.IthacaException;
import org.ithaca.base.LogId;
import org.ithaca.base.LogletId;
import org.ithaca.base.MalformedException;
import org.ithaca.base.NodeId;
import org.ithaca.base.SplitMix;
import org.ithaca.base.StoredSlot;
import org.ithaca.register.RegisterMessage;
import org.junit.jupiter.api.Test;

/// Layouts and messages come back as they were written, and damaged ones fail in one way only.
class CodecTest {
    private static final NodeId N1 = new NodeId(1);
    private static final NodeId N2 = new NodeId(2);
    private static final LogletId LOGLET = new LogletId(new LogId(3), 4);
    private static final Bytes BATCH = Bytes.utf8("batch");

    static final Layout LAYOUT = new Layout(
            7,
            "cluster",
            List.of(new Member(N1, 5, "h1:1", false), new Member(N2, 6, "h2:2", true)),
            List.of(Member.at(new NodeId(9), "h9:9")),
            List.of(N1, N2),
            true,
            4,
            List.of(new LogChain(
                    new LogId(3),
                    "log",
                    LogKind.OBJECTS,
                    0,
                    List.of(
                            new EpochInfo(3, 0, 2, ClusterTest.PAXOS, List.of(N1, N2), List.of(5L, 6L)),
                            new EpochInfo(
                                    4, 131_072, EpochInfo.OPEN, ClusterTest.DERECHO, List.of(N1), List.of(5L))))));

    private static final List<Message> MESSAGES = List.of(
            new NewsMessage.Heartbeat(
                    true, 1, BATCH, List.of(LOGLET), List.of(new NewsMessage.TrimCell(new LogId(3), 4, 5))),
            new NewsMessage.LayoutWanted(-1),
            new NewsMessage.Decided(LAYOUT.encode()),
            new NewsMessage.Wanted(8, new Request.CreateLog("log", LogKind.RAW, ClusterTest.PAXOS)),
            new NewsMessage.Wanted(8, new Request.ChangePlan(new LogId(3), ClusterTest.DERECHO)),
            new NewsMessage.Wanted(8, new Request.AddMember(N2, "h2:2")),
            new NewsMessage.Wanted(8, new Request.RemoveMember(N2)),
            new NewsMessage.Answered(8, -1, IthacaException.Code.CONFLICT, "why"),
            new NewsMessage.Join(1, NewsMessage.Standing.LEAVING, "h1:1"),
            new ChangeMessage.Seal(8, 9, List.of(LOGLET)),
            new ChangeMessage.Sealed(8, 9, List.of(new ChangeMessage.Held(LOGLET, 3, 2, true, false))),
            new ChangeMessage.CatchUp(8, 9, List.of(new ChangeMessage.Target(LOGLET, 3, List.of(N1, N2)))),
            new ChangeMessage.CaughtUp(8, 9, List.of(LOGLET)),
            new ChangeMessage.Ask(8, new RegisterMessage.Accept(2, BATCH)),
            new ChangeMessage.Reply(8, new RegisterMessage.Accepted(2)),
            new CopyMessage.FetchSlots(LOGLET, -3, 4, Long.MAX_VALUE, true),
            new CopyMessage.FetchCheckpoint(new LogId(3), 4, 5),
            new CopyMessage.Slots(LOGLET, 4, true, 5, 6, List.of(new StoredSlot(4, BATCH, BATCH.crc32c()))),
            new CopyMessage.CheckpointPiece(new LogId(3), 4, -1, 0, 5, 6, BATCH),
            new CopyMessage.Confirm(LOGLET, 4),
            new CopyMessage.Confirmed(LOGLET, 4, 5));

    @Test
    void layoutsComeBack() {
        assertEquals(LAYOUT, Layout.decode(LAYOUT.encode()));
    }

    @Test
    void messagesComeBack() {
        MESSAGES.forEach(m -> assertEquals(m, Message.decode(m.frame())));
    }

    @Test
    void damageIsMalformed() {
        SplitMix random = new SplitMix(5);
        for (Message message : MESSAGES) {
            byte[] whole = message.frame().toArray();
            for (int length = 0; length < whole.length; length++) {
                Bytes cut = Bytes.wrap(whole, 0, length);
                if (!(message instanceof NewsMessage.Decided) || length == 0) {
                    assertThrows(MalformedException.class, () -> Message.decode(cut), message::toString);
                }
            }
            for (int round = 0; round < 200; round++) {
                byte[] flipped = whole.clone();
                flipped[random.below(flipped.length)] ^= (byte) (1 << random.below(8));
                decodeAny(Bytes.wrap(flipped));
            }
        }
    }

    private static void decodeAny(Bytes frame) {
        try {
            if (Message.decode(frame) instanceof NewsMessage.Decided decided) {
                Layout.decode(decided.layout());
            }
        } catch (MalformedException e) {
            assertEquals(MalformedException.class, e.getClass());
        }
    }
}

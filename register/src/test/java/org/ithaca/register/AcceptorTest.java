package org.ithaca.register;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.TreeMap;
import org.ithaca.base.ByteReader;
import org.ithaca.base.ByteWriter;
import org.ithaca.base.Bytes;
import org.ithaca.base.MalformedException;
import org.ithaca.register.Acceptor.Reply;
import org.ithaca.register.RegisterMessage.Accept;
import org.ithaca.register.RegisterMessage.Accepted;
import org.ithaca.register.RegisterMessage.Prepare;
import org.ithaca.register.RegisterMessage.Promise;
import org.ithaca.register.RegisterMessage.Rejected;
import org.junit.jupiter.api.Test;

class AcceptorTest {
    private static final Bytes A = Bytes.utf8("a");
    private static final Bytes B = Bytes.utf8("b");

    private final Acceptor acceptor = Acceptor.fresh();

    @Test
    void preparingClosesWhatIsBelow() {
        assertEquals(new Reply(new Promise(2, registers(2, Map.of())), true, 1), acceptor.receive(new Prepare(2)));
        assertEquals(new Reply(new Rejected(1, registers(2, Map.of())), false, 1), acceptor.receive(new Accept(1, A)));
    }

    @Test
    void aWriteClosesWhatIsBelowAndLeavesWhatIsAbove() {
        assertEquals(new Reply(new Accepted(3), true, 1), acceptor.receive(new Accept(3, A)));
        assertEquals(new Reply(new Accepted(5), true, 2), acceptor.receive(new Accept(5, B)));
        assertEquals(registers(6, Map.of(3L, A, 5L, B)), acceptor.registers());
    }

    @Test
    void aWrittenRegisterNeverChanges() {
        acceptor.receive(new Accept(0, A));
        assertEquals(
                new Reply(new Rejected(0, registers(1, Map.of(0L, A))), false, 1), acceptor.receive(new Accept(0, B)));
        assertEquals(new Reply(new Accepted(0), false, 1), acceptor.receive(new Accept(0, A)));
    }

    @Test
    void aLatePrepareIsToldEverything() {
        acceptor.receive(new Accept(4, A));
        assertEquals(
                new Reply(new Promise(2, registers(5, Map.of(4L, A))), false, 1), acceptor.receive(new Prepare(2)));
    }

    @Test
    void theStateSurvivesARestart() {
        acceptor.receive(new Accept(1, A));
        acceptor.receive(new Accept(4, A));
        acceptor.receive(new Accept(6, Bytes.EMPTY));
        acceptor.receive(new Prepare(9));
        assertEquals(acceptor.registers(), Acceptor.restore(acceptor.state()).registers());
        assertEquals(registers(9, Map.of(1L, A, 4L, A, 6L, Bytes.EMPTY)), acceptor.registers());
    }

    @Test
    void equalValuesAreStoredOnce() {
        Bytes large = Bytes.wrap(new byte[1000]);
        acceptor.receive(new Accept(1, large));
        acceptor.receive(new Accept(2, large));
        assertTrue(acceptor.state().length() < 1100);
    }

    @Test
    void everyDamagedStateIsRefusedOrIsAnother() {
        acceptor.receive(new Accept(1, A));
        acceptor.receive(new Accept(4, B));
        Bytes state = acceptor.state();
        for (int cut = 0; cut < state.length(); cut++) {
            Bytes part = state.slice(0, cut);
            assertThrows(MalformedException.class, () -> Acceptor.restore(part));
        }
        for (int at = 0; at < state.length(); at++) {
            byte[] flipped = state.toArray();
            flipped[at] ^= 0x40;
            assertFalse(restoresSame(flipped));
        }
    }

    private boolean restoresSame(byte[] state) {
        try {
            return Acceptor.restore(Bytes.wrap(state)).registers().equals(acceptor.registers());
        } catch (MalformedException refused) {
            return false;
        }
    }

    @Test
    void messagesOfNoTypeOrRangeAreRefused() {
        Bytes noType = new ByteWriter().u8(9).i64(0).copy();
        assertThrows(MalformedException.class, () -> RegisterMessage.decode(new ByteReader(noType)));
        Bytes negative = new ByteWriter().u8(1).i64(-1).copy();
        assertThrows(MalformedException.class, () -> RegisterMessage.decode(new ByteReader(negative)));
        Bytes huge = new ByteWriter().u8(4).i64(RegisterMessage.MAX_SET + 1).copy();
        assertThrows(MalformedException.class, () -> RegisterMessage.decode(new ByteReader(huge)));
    }

    private static Registers registers(long lowestUnwritten, Map<Long, Bytes> values) {
        return new Registers(lowestUnwritten, new TreeMap<>(values));
    }
}

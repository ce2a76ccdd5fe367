package org.ithaca.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ByteReaderTest {
    @Test
    void readsBackWhatWasWritten() {
        SplitMix random = new SplitMix(7);
        for (int round = 0; round < 1000; round++) {
            long wide = random.nextLong();
            String text = "t" + random.below(1000) + "\u00e9";
            Bytes some = Bytes.utf8("x".repeat(random.below(300)));
            ByteWriter writer = new ByteWriter(1 + random.below(16));
            writer.u8(200)
                    .bool(true)
                    .u16(0xFEDC)
                    .i32((int) wide)
                    .i64(wide)
                    .bytes(some)
                    .text(text)
                    .raw(some);
            ByteReader reader = new ByteReader(writer.copy());
            assertEquals(200, reader.u8());
            assertEquals(true, reader.bool());
            assertEquals(0xFEDC, reader.u16());
            assertEquals((int) wide, reader.i32());
            assertEquals(wide, reader.i64());
            assertEquals(some, reader.bytes());
            assertEquals(text, reader.text());
            assertEquals(some, reader.rest());
            reader.end();
        }
    }

    @Test
    void refusesEveryTruncation() {
        Bytes whole = new ByteWriter().i64(1).bytes(Bytes.utf8("hello")).copy();
        for (int cut = 0; cut < whole.length(); cut++) {
            ByteReader reader = new ByteReader(whole.slice(0, cut));
            assertThrows(MalformedException.class, () -> {
                reader.i64();
                reader.bytes();
            });
        }
    }

    @Test
    void refusesALengthLargerThanWhatIsLeftBeforeAllocating() {
        ByteReader negative = new ByteReader(new ByteWriter().i32(-1).copy());
        assertThrows(MalformedException.class, negative::bytes);
        ByteReader huge = new ByteReader(new ByteWriter().i32(Integer.MAX_VALUE).copy());
        assertThrows(MalformedException.class, huge::bytes);
        ByteReader count = new ByteReader(new ByteWriter().i32(1000).i64(0).copy());
        assertThrows(MalformedException.class, () -> count.count(2000, 8));
    }

    @Test
    void endNoticesWhatIsTooMuch() {
        ByteReader reader = new ByteReader(new ByteWriter().u8(1).u8(2).copy());
        reader.u8();
        assertThrows(MalformedException.class, reader::end);
    }
}

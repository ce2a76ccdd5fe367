package org.ithaca.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Arrays;
import java.util.List;
import org.ithaca.base.Bytes;
import org.ithaca.base.IthacaException;
import org.ithaca.log.Level;
import org.ithaca.log.RunWriter;
import org.junit.jupiter.api.Test;

class AppendRunTest {
    private int told;

    /// A run whose deadline has passed may be sent again, by then the caller may have filled its array anew.
    @Test
    void aRunThatFailedKeepsNothingOfTheCallers() {
        byte[] array = new byte[RunWriter.LARGE_ENTRY_BYTES];
        RunWriter entries = new RunWriter(8).add(Bytes.wrap(array));
        Bytes before = Bytes.join(Bytes.EMPTY, entries.parts());
        AppendRun run = new AppendRun(entries, Level.DURABLE, 0, new AppendListener() {
            @Override
            public void appended(int index, int count, long position, List<Bytes> results) {}

            @Override
            public void failed(IthacaException error) {
                told++;
                Arrays.fill(array, (byte) 1);
            }

            @Override
            public void released() {}
        });
        run.fail(IthacaException.unknown(IthacaException.Code.TIMEOUT, "late"));
        run.fail(IthacaException.unknown(IthacaException.Code.TIMEOUT, "later"));
        assertEquals(1, told);
        assertEquals(before, Bytes.join(Bytes.EMPTY, run.entries().parts()));
        assertNotEquals(before.slice(4, array.length), Bytes.wrap(array));
    }
}

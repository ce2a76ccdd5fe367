package org.ithaca.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import org.ithaca.base.Bytes;
import org.ithaca.base.LogId;
import org.ithaca.base.LogletId;
import org.ithaca.base.NodeId;
import org.ithaca.base.Peer;
import org.junit.jupiter.api.Test;

class FileSlotStoreTest extends SlotStoreContract {
    @Override
    FileSlotStore create(long seed, long first) throws IOException {
        return create(new Machine(seed, Machine.SMALL), first);
    }

    @Test
    void aFileWhoseForceFailedTakesNothingAnyMore() throws IOException {
        Machine machine = new Machine(1, Machine.SMALL);
        FileSlotStore store = create(machine, 0);
        store.append(0, Bytes.EMPTY, 0);
        store.flush();
        machine.host.disk().faults().forceFailsOneIn(1);
        assertThrows(IOException.class, store::force);
        machine.host.disk().faults().heal();
        assertThrows(IOException.class, store::force);
        store.append(1, Bytes.EMPTY, 0);
        assertThrows(IOException.class, store::flush);
        assertEquals(0, store.stored());
    }

    private static FileSlotStore create(Machine machine, long first) throws IOException {
        machine.host.boot(new Peer.Node(new NodeId(1), 1));
        Environment environment = new Environment(
                machine.host.disk(), machine.config, machine.world.random("salts"), machine.world.hooks());
        SegmentFiles files = new SegmentFiles(environment, new LogletId(new LogId(1), 1));
        machine.host.disk().createDirectories(files.directory());
        return FileSlotStore.recover(files, Bounds.from(first));
    }
}

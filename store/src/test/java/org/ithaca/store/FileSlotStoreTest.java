package org.ithaca.store;

import java.io.IOException;
import org.ithaca.base.LogId;
import org.ithaca.base.LogletId;
import org.ithaca.base.NodeId;
import org.ithaca.base.Peer;

class FileSlotStoreTest extends SlotStoreContract {
    @Override
    SlotStore create(long seed, long first) throws IOException {
        Machine machine = new Machine(seed, Machine.SMALL);
        machine.host.boot(new Peer.Node(new NodeId(1), 1));
        Environment environment = new Environment(
                machine.host.disk(), machine.config, machine.world.random("salts"), machine.world.hooks());
        SegmentFiles files = new SegmentFiles(environment, new LogletId(new LogId(1), 1));
        machine.host.disk().createDirectories(files.directory());
        return FileSlotStore.recover(files, Bounds.from(first));
    }
}

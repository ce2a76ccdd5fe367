package org.ithaca.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.ithaca.base.Bytes;
import org.ithaca.base.DiskFile;
import org.ithaca.base.Hooks;
import org.ithaca.base.IthacaException;
import org.ithaca.base.IthacaException.Code;
import org.ithaca.base.NodeId;
import org.ithaca.base.SplitMix;
import org.junit.jupiter.api.Test;

/// Whose directory it is, in which version, and what is refused.
class NodeStoreTest {
    private final Machine machine = new Machine(1, Machine.SMALL);

    private NodeStore open(Identity identity) throws IOException {
        return NodeStore.open(machine.host.disk(), identity, Machine.SMALL, new SplitMix(1), Hooks.NONE);
    }

    private IthacaException refused(Identity identity) {
        return assertThrows(IthacaException.class, () -> open(identity));
    }

    private void setUp() {
        assertTrue(machine.start(new Heard()));
    }

    private void write(String path, Bytes content) throws IOException {
        machine.host.disk().delete(path);
        try (DiskFile file = machine.host.disk().create(path)) {
            file.write(0, content.toByteBuffer());
        }
    }

    @Test
    void anotherNodesDirectoryIsRefusedWithBothNames() {
        setUp();
        IthacaException node = refused(new Identity("test", new NodeId(2)));
        assertEquals(Code.WRONG_CLUSTER, node.code());
        assertTrue(node.getMessage().contains("cluster test, node 1"), node.getMessage());
        assertTrue(node.getMessage().contains("n2 of cluster test"), node.getMessage());
        assertEquals(
                Code.WRONG_CLUSTER,
                refused(new Identity("other", new NodeId(1))).code());
    }

    @Test
    void aNewerFormatIsRefusedAndLeftAlone() throws IOException {
        setUp();
        write(FormatFile.PATH, Bytes.utf8("ithaca-data 2\nwhatever comes then\n"));
        IthacaException newer = refused(Machine.IDENTITY);
        assertEquals(Code.INVALID, newer.code());
        assertTrue(newer.getMessage().contains("version 2"), newer.getMessage());
    }

    @Test
    void aDamagedFormatFileIsToldFromAnotherNodes() throws IOException {
        setUp();
        write(FormatFile.PATH, Bytes.utf8("ithaca-data 1\ncluster tesu\nnode 1\ncrc32c 00000000\n"));
        assertEquals(Code.CORRUPT, refused(Machine.IDENTITY).code());
        write(FormatFile.PATH, Bytes.utf8("something else"));
        assertEquals(Code.CORRUPT, refused(Machine.IDENTITY).code());
    }

    @Test
    void aMissingStateJournalIsNotAnEmptyOne() throws IOException {
        setUp();
        machine.host.disk().delete(StateJournal.PATH);
        assertEquals(Code.CORRUPT, refused(Machine.IDENTITY).code());
    }

    @Test
    void aNewerRecordFileIsRefused() throws IOException {
        setUp();
        try (DiskFile file = machine.host.disk().open(StateJournal.PATH)) {
            byte[] header = new byte[FileHeader.BYTES];
            file.read(0, ByteBuffer.wrap(header));
            ByteBuffer.wrap(header).putInt(8, 9);
            ByteBuffer.wrap(header).putInt(40, Bytes.wrap(header, 0, 40).crc32c());
            file.write(0, ByteBuffer.wrap(header));
        }
        assertEquals(Code.INVALID, refused(Machine.IDENTITY).code());
    }

    @Test
    void aSetUpThatWasInterruptedIsDoneAgain() throws IOException {
        setUp();
        machine.host.disk().delete(FormatFile.PATH);
        assertEquals(0, open(Machine.IDENTITY).recovered().loglets().size());
        assertTrue(machine.host.disk().exists(FormatFile.PATH));
    }

    @Test
    void theJournalStaysSmallAndKeepsTheLatest() throws IOException {
        setUp();
        for (int i = 0; i < 2000; i++) {
            machine.storage.put("key" + i % 10, Batches.of(i, 50), () -> {});
            machine.settle();
        }
        assertTrue(machine.world.hooks().probes().containsKey("store.state-compacted"));
        try (DiskFile file = machine.host.disk().open(StateJournal.PATH)) {
            assertTrue(file.size() < 250_000, "size " + file.size());
        }
        machine.host.powerLoss();
        setUp();
        for (int i = 1990; i < 2000; i++) {
            assertEquals(Batches.of(i, 50), machine.storage.recovered().state().get("key" + i % 10));
        }
    }
}

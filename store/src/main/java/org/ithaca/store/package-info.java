/// Keeps what a node must not forget: the slots of its loglets, its small durable state, and checkpoints.
///
/// [Storage] is what a node's core sees: requests that return at once, answers that come later on the core's own
/// thread. [QueuedStorage] fulfils it over a [NodeStore], which is a data directory on a [org.ithaca.base.Disk].
///
/// *Parts.* A [RecordFile] is an append-only file of checksummed records; a [RecordScan] reads all of one and the
/// [TailRule] tells its torn tail from damage. Of record files are made: the segments of a [FileSlotStore], the
/// [StateJournal], and [Repairs]. [Checkpoints] have files of their own. [DiskRunner] executes requests on the
/// disk thread; loglets in memory ([MemoryLoglets]) never leave the core's.
///
/// *Usage.*
/// ```
/// NodeStore store = NodeStore.open(disk, identity, StoreConfig.DEFAULT, entropy, Hooks.NONE);
/// QueuedStorage storage = new QueuedStorage(store, core::post, () -> LockSupport.unpark(diskThread), forces);
/// // core's thread                      // disk thread
/// storage.listen(listener);             while (running) {
/// storage.open(loglet, DISK, 0);            if (!storage.runOnce()) {
/// storage.append(loglet, 0, batch, crc);        park, at most for a moment while storage.waitingForRoom()
///                                       }}
/// ```
///
/// *Threading.* Each type says whose it is; only [HandOff] is shared. *Format and recovery:*
/// `docs/protocols/storage.md`.
package org.ithaca.store;

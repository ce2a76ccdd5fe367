/// Values every part shares, and the ports through which the deterministic core meets the world.
///
/// **Values**: [NodeId], [LogId], [LogletId], [Position], [Bytes]. **Coding**: [ByteWriter] and
/// [ByteReader], bounded and typed in their errors. **Ports**: [Clock], [Entropy], [Network] with its
/// [Link], [Disk] with its [DiskFile]; `io` binds them to the machine and `sim` to a seed. **Checks**:
/// [Invariant], always on. **Hooks**: [Hooks] lets tests plant a [Defect] or see that a rare path was
/// reached.
///
/// *Threading.* Unless a type says otherwise it belongs to one thread, the one that owns the node's core.
package org.ithaca.base;

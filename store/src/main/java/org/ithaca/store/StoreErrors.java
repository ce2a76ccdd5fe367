package org.ithaca.store;

import java.io.IOException;
import org.ithaca.base.IthacaException;
import org.ithaca.base.IthacaException.Code;
import org.ithaca.base.LogletId;

/// The errors of this module in the words its users read.
final class StoreErrors {
    private StoreErrors() {}

    static IthacaException newer(String path, int version, int known) {
        return IthacaException.notDone(
                Code.INVALID,
                path + " has format version " + version + ", and this Ithaca knows " + known
                        + ": it was written by another release. Nothing was changed; start the release that wrote it,"
                        + " or a newer one.");
    }

    static IthacaException corrupt(String path, String what) {
        return IthacaException.notDone(
                Code.CORRUPT,
                path + ": " + what + ". This is damage, not a crash: the node does not start on it, because it could"
                        + " break promises it gave. Move the data directory aside and let the node join"
                        + " again under a new node id; its replicas are copied from the others.");
    }

    static IthacaException damaged(LogletId loglet, long slot, String why) {
        return IthacaException.notDone(
                Code.CORRUPT, "slot " + slot + " of " + loglet + " is damaged on this disk (" + why + ")");
    }

    static IthacaException damagedCheckpoint(String path, long block) {
        return IthacaException.notDone(
                Code.CORRUPT, path + ": block " + block + " is damaged. Copy the checkpoint from another replica.");
    }

    static IthacaException unreadable(String path, IOException why) {
        IthacaException error = IthacaException.notDone(
                Code.DISK_FAILED, path + " cannot be read (" + why.getMessage() + "). Check the disk.");
        error.initCause(why);
        return error;
    }

    static IthacaException failed(String what, IOException why) {
        IthacaException error = IthacaException.unknown(
                Code.DISK_FAILED,
                what + " could not be written to disk (" + why.getMessage()
                        + "): this node no longer trusts what it wrote there since the last force. Check the disk.");
        error.initCause(why);
        return error;
    }
}

package org.ithaca.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ithaca.base.IthacaException;
import org.ithaca.base.LogletId;

/// A listener that remembers.
final class Heard implements Storage.Listener {
    final Map<LogletId, Long> stored = new HashMap<>();
    final Map<LogletId, IthacaException> failed = new HashMap<>();
    final List<String> room = new ArrayList<>();
    final List<IthacaException> broken = new ArrayList<>();

    long stored(LogletId loglet) {
        return stored.getOrDefault(loglet, 0L);
    }

    @Override
    public void stored(LogletId loglet, long frontier) {
        stored.put(loglet, frontier);
    }

    @Override
    public void full(String message) {
        room.add("full");
    }

    @Override
    public void roomAgain() {
        room.add("room again");
    }

    @Override
    public void failed(LogletId loglet, IthacaException why) {
        failed.put(loglet, why);
    }

    @Override
    public void broken(IthacaException why) {
        broken.add(why);
    }
}

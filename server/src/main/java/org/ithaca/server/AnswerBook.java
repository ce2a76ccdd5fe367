package org.ithaca.server;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ithaca.base.Link;
import org.ithaca.base.LogId;
import org.ithaca.client.Answer;

/// Gathers the acknowledgements of one log during a turn and sends each link one frame when it ends.
final class AnswerBook {
    private static final int RANGES_PER_FRAME = 4096;

    private final LogId log;
    private final Map<Link, List<Answer.Range>> ranges = new LinkedHashMap<>();

    AnswerBook(LogId log) {
        this.log = log;
    }

    void appended(Link link, Answer.Range range) {
        List<Answer.Range> open = ranges.computeIfAbsent(link, any -> new ArrayList<>());
        open.add(range);
        if (open.size() == RANGES_PER_FRAME) {
            send(link, open);
            ranges.remove(link);
        }
    }

    void turnEnded() {
        if (!ranges.isEmpty()) {
            ranges.forEach(this::send);
            ranges.clear();
        }
    }

    void closed(Link link) {
        ranges.remove(link);
    }

    private void send(Link link, List<Answer.Range> open) {
        new Answer.Appended(log, open).send(link);
    }
}

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
    /// With the largest single result still well below the largest frame.
    private static final int BYTES_PER_FRAME = 4 << 20;

    private final LogId log;
    private final Map<Link, Open> ranges = new LinkedHashMap<>();

    /// What goes into a link's next frame.
    private static final class Open {
        private final List<Answer.Range> ranges = new ArrayList<>();
        private long bytes;
    }

    AnswerBook(LogId log) {
        this.log = log;
    }

    void appended(Link link, Answer.Range range) {
        if (range.results().isEmpty()) {
            add(link, range, 0);
            return;
        }
        int from = 0;
        long bytes = 0;
        for (int i = 0; i < range.count(); i++) {
            int size = range.results().get(i).length() + Integer.BYTES;
            if (i > from && bytes + size > BYTES_PER_FRAME) {
                add(link, part(range, from, i), bytes);
                from = i;
                bytes = 0;
            }
            bytes += size;
        }
        add(link, part(range, from, range.count()), bytes);
    }

    private static Answer.Range part(Answer.Range range, int from, int to) {
        long first = range.firstSequence() + from;
        long position = range.position() + from;
        return new Answer.Range(
                range.session(), first, to - from, position, range.results().subList(from, to));
    }

    private void add(Link link, Answer.Range range, long resultBytes) {
        Open open = ranges.computeIfAbsent(link, any -> new Open());
        if (open.bytes > 0 && open.bytes + resultBytes > BYTES_PER_FRAME) {
            send(link, open);
            open = new Open();
            ranges.put(link, open);
        }
        open.ranges.add(range);
        open.bytes += resultBytes;
        if (open.ranges.size() == RANGES_PER_FRAME) {
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

    private void send(Link link, Open open) {
        new Answer.Appended(log, open.ranges).send(link);
    }
}

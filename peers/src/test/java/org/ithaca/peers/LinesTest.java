package org.ithaca.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.ithaca.bench.AppendLoad;
import org.ithaca.bench.AppendResult;
import org.ithaca.bench.LatencySummary;
import org.junit.jupiter.api.Test;

/// What goes from process to process arrives as it was.
class LinesTest {
    @Test
    void anOrderComesBack() {
        AppendLoad load = new AppendLoad(100, 4096, 50_000, Duration.ofMillis(1500), Duration.ofSeconds(5));
        LoadOrder order = new LoadOrder(Work.PUT, load, List.of(1L, 22L));
        assertEquals(order, LoadOrder.parse(order.line()));
    }

    @Test
    void anOrderWithoutProcessesComesBack() {
        LoadOrder order =
                new LoadOrder(Work.READ, AppendLoad.closed(1, 1, Duration.ZERO, Duration.ofMillis(1)), List.of());
        assertEquals(order, LoadOrder.parse(order.line()));
    }

    @Test
    void aResultComesBack() {
        AppendResult result =
                new AppendResult(5.01, 1_000_000, 3, new LatencySummary(1.5, 2.5, 1e7, 4e9), 12.25, 3.5, 0.1, 1.75);
        assertEquals(result, ResultLine.parse(ResultLine.of(result)));
    }

    @Test
    void aPlaceComesBack() {
        Place place = new Place(
                Path.of("/x/y-1"), true, IntStream.range(1000, 1024).boxed().toList());
        assertEquals(place, Place.parse(place.arguments()));
        assertEquals(3, place.members());
        assertEquals("127.0.0.1:1009", place.address(1, 1));
    }
}

package org.ithaca.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Points land where the logarithm says.
class PlotTest {
    @Test
    void thePowersOfTenAreTheEdges() {
        String svg = new Plot("a <b>", "x", "y")
                .line("one", List.of(new Plot.Point(10, 100), new Plot.Point(1000, 10_000)))
                .svg();
        assertTrue(svg.contains("<polyline points='80.0,400.0 590.0,50.0'"), svg);
        assertTrue(svg.contains("a &lt;b&gt;"));
        assertEquals(2, svg.split("<circle").length - 1);
    }

    @Test
    void aLineWithoutPointsIsLeftOut() {
        assertFalse(new Plot("t", "x", "y").line("none", List.of()).svg().contains("none"));
    }
}

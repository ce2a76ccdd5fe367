package org.ithaca.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class BarChartTest {
    private static Document parse(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }

    private static double width(NodeList rectangles, int index) {
        return Double.parseDouble(((Element) rectangles.item(index)).getAttribute("width"));
    }

    @Test
    void barsOfAGroupShareAScaleThatEndsAtTheMostSeen() throws Exception {
        BarChart chart = new BarChart("a & b <c>")
                .group(
                        "group",
                        "x/s",
                        List.of(
                                new BarChart.Bar("half", new Figure(50, 40, 60)),
                                new BarChart.Bar("whole", new Figure(100, 90, 100))))
                .group("nothing", "x", List.of(new BarChart.Bar("zero", new Figure(0, 0, 0))));
        NodeList rectangles = parse(chart.svg()).getElementsByTagName("rect");
        assertEquals(4, rectangles.getLength(), "the ground and three bars");
        assertEquals(2 * width(rectangles, 1), width(rectangles, 2), 0.2);
        assertEquals(0, width(rectangles, 3));
    }
}

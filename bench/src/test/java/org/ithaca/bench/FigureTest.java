package org.ithaca.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FigureTest {
    @Test
    void theMedianIsTheValueInTheMiddleWhateverTheirOrder() {
        assertEquals(new Figure(3, 1, 50), Figure.of(List.of(50.0, 1.0, 3.0)));
    }

    @Test
    void ofAnEvenNumberItLiesBetweenTheTwoInTheMiddle() {
        assertEquals(new Figure(2.5, 1, 9), Figure.of(List.of(9.0, 2.0, 1.0, 3.0)));
    }

    @Test
    void noValuesMakeNoFigure() {
        assertThrows(IllegalArgumentException.class, () -> Figure.of(List.of()));
    }

    @Test
    void peopleSeeThreeDigitsThatMeanSomething() {
        assertEquals("123,457 (9.88..1,000,000)", new Figure(123_456.7, 9.8765, 1e6).toString());
        assertEquals("0 (0..12.3)", new Figure(0, 0, 12.345).toString());
    }

    @Test
    void jsonIsRoundedToFourDigits() {
        assertEquals(
                Map.of("median", 123_500.0, "min", 0.001235, "max", 0.0), new Figure(123_456, 0.00123456, 0).toMap());
    }
}

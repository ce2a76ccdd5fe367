package org.ithaca.quorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.ithaca.base.IthacaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuorumSpecTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "majority | majority",
                " counting ( 2 , 3 ) | counting(2,3)",
                "grid(3 x 4) | grid(3x4)",
                "groups(4x3,1,3) | groups(4x3)",
                "groups(4x3, 2, 2) | groups(4x3,2,2)",
                "weighted(3,1,1; 4,2) | weighted(3,1,1;4,2)",
                "explicit({1,0},{1,2}; {0,1,2}) | explicit({0,1},{1,2};{0,1,2})",
            })
    void readsAndPrints(String text, String canonical) {
        assertEquals(canonical, QuorumSpec.parse(text).toString());
        assertEquals(QuorumSpec.parse(canonical), QuorumSpec.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "major",
                "majority()",
                "counting",
                "counting(2)",
                "counting(2,3",
                "counting(2,3)x",
                "counting(-1,3)",
                "counting(1 2,3)",
                "counting(9999999,1)",
                "grid(3*4)",
                "groups(4x3,2)",
                "weighted(;1,1)",
                "explicit({};{0})",
                "explicit({0})",
                "explicit({64};{64})",
                "Majority",
            })
    void refusesWhatItDoesNotUnderstand(String text) {
        IthacaException refused = assertThrows(IthacaException.class, () -> QuorumSpec.parse(text));
        assertEquals(IthacaException.Code.INVALID, refused.code());
        assertTrue(refused.getMessage().contains("expected"), refused.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "majority | 0", "majority | 65", "counting(0,3) | 3", "counting(2,4) | 3", "grid(3x4) | 11",
                "grid(999999x999999) | 12", "grid(0x4) | 0", "groups(0x0) | 1", "groups(2x3,4,1) | 6",
                        "weighted(1,1;1,2) | 3",
                "weighted(0,0;1,1) | 2", "weighted(1001,1;1001,1) | 2", "explicit({0};{0,3}) | 3",
            })
    void refusesAWrongNumberOfMembers(String text, int size) {
        IthacaException refused =
                assertThrows(IthacaException.class, () -> QuorumSpec.parse(text).over(size));
        assertEquals(IthacaException.Code.INVALID, refused.code());
    }

    @Test
    void namesTwoSetsThatMissEachOther() {
        IthacaException refused = assertThrows(
                IthacaException.class, () -> QuorumSpec.parse("counting(2,2)").over(4));
        assertTrue(refused.getMessage().contains("write quorum {0,1} and seal quorum {2,3}"), refused.getMessage());
    }

    /// 4 of 6 and 3 of 6 do not sum to more than 6, yet weights of two cannot be split that way.
    @Test
    void coarseWeightsAreJudgedExactly() {
        assertTrue(QuorumSpec.parse("weighted(2,2,2;3,3)").over(3).writeQuorum(0b011));
        assertThrows(
                IthacaException.class,
                () -> QuorumSpec.parse("weighted(2,2,1,1;3,3)").over(4));
    }

    @Test
    void onlyMajorityAndAllFollowTheMembership() {
        for (QuorumSpec spec : List.of(new QuorumSpec.Majority(), new QuorumSpec.All())) {
            assertTrue(spec.relative());
            for (int size = 1; size <= QuorumSystem.MAX_SIZE; size++) {
                assertTrue(spec.over(size).writeQuorum(-1));
                assertFalse(spec.over(size).sealQuorum(0));
            }
        }
        assertFalse(QuorumSpec.parse("counting(2,2)").relative());
    }

    @Test
    void sixtyFourMembersFit() {
        long[] frontiers = new long[64];
        frontiers[63] = 5;
        assertEquals(0, QuorumSpec.parse("all").over(64).frontier(frontiers));
        assertEquals(5, QuorumSpec.parse("counting(1,64)").over(64).frontier(frontiers));
        assertTrue(QuorumSpec.parse("grid(1x64)").over(64).writeQuorum(-1));
        assertTrue(QuorumSpec.parse("groups(1x64)").over(64).sealQuorum(-1));
    }
}

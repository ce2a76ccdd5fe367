package org.ithaca.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class CheckersTest {
    private static void violates(int invariant, Executable wrong) {
        ViolationException violation = assertThrows(ViolationException.class, wrong);
        assertEquals(invariant, violation.invariant(), violation.getMessage());
    }

    @Nested
    class Deliveries {
        private final DeliveryChecker checker = new DeliveryChecker();

        private void deliver(int member, int from, int to) {
            for (int i = from; i < to; i++) {
                checker.delivered(0, member, i * 10L, i);
            }
        }

        @Test
        void acceptsOneSequenceSeenAtDifferentTimes() {
            deliver(1, 0, 10);
            deliver(2, 0, 5);
            deliver(2, 5, 12);
            deliver(1, 10, 12);
            checker.finish(0, List.of(1, 2));
            assertEquals(12, checker.size(0));
        }

        @Test
        void refusesAnotherEntryAtTheSamePlace() {
            deliver(1, 0, 10);
            deliver(2, 0, 5);
            violates(1, () -> checker.delivered(0, 2, 50, 77));
        }

        @Test
        void refusesASkippedEntry() {
            deliver(1, 0, 10);
            deliver(2, 0, 5);
            violates(1, () -> checker.delivered(0, 2, 60, 6));
        }

        @Test
        void refusesAPositionThatDoesNotGrow() {
            deliver(1, 0, 3);
            violates(1, () -> checker.delivered(0, 1, 20, 3));
        }

        @Test
        void aMemberThatRestartsDeliversTheSameAgain() {
            deliver(1, 0, 10);
            checker.restarted(0, 1, 35);
            deliver(1, 4, 12);
            checker.restarted(0, 1, 0);
            violates(1, () -> checker.delivered(0, 1, 0, 99));
        }

        @Test
        void refusesAnEndThatLacksEntries() {
            deliver(1, 0, 10);
            deliver(2, 0, 9);
            violates(2, () -> checker.finish(0, List.of(1, 2)));
        }

        @Test
        void afterALossOfMemoryWhatWasNotDurableMayChange() {
            deliver(1, 0, 10);
            deliver(2, 0, 7);
            checker.durable(0, 50);
            checker.memoryLost(0);
            checker.restarted(0, 1, 0);
            checker.restarted(0, 2, 0);
            deliver(2, 0, 6);
            checker.delivered(0, 2, 61, 100);
            checker.delivered(0, 2, 70, 101);
            deliver(1, 0, 6);
            checker.delivered(0, 1, 61, 100);
            violates(2, () -> checker.finish(0, List.of(1, 2)));
            violates(1, () -> checker.delivered(0, 1, 71, 7));
        }

        @Test
        void afterALossOfMemoryWhatWasDurableMayNot() {
            deliver(1, 0, 10);
            checker.durable(0, 50);
            checker.memoryLost(0);
            checker.restarted(0, 1, 0);
            deliver(1, 0, 4);
            violates(1, () -> checker.delivered(0, 1, 41, 4));
        }
    }

    @Nested
    class Appends {
        private final AppendChecker checker = new AppendChecker();

        Appends() {
            for (int sequence = 1; sequence <= 5; sequence++) {
                checker.invoked(0, 7, sequence, sequence * 100L);
            }
        }

        @Test
        void acceptsWhatIsRight() {
            checker.delivered(0, 1000, 7, 1, 100);
            checker.acknowledged(0, 7, 1, 1000, false);
            checker.delivered(0, 1001, 7, 2, 200);
            checker.delivered(0, 1000, 7, 1, 100);
            checker.delivered(0, 1001, 7, 2, 200);
            checker.finish();
            assertEquals(1, checker.acknowledgedCount());
        }

        @Test
        void refusesTheSameAppendTwice() {
            checker.delivered(0, 1000, 7, 1, 100);
            violates(3, () -> checker.delivered(0, 1001, 7, 1, 100));
        }

        @Test
        void refusesAnAnswerThatNamesAnotherPlace() {
            checker.delivered(0, 1000, 7, 1, 100);
            violates(3, () -> checker.acknowledged(0, 7, 1, 1001, false));
            checker.acknowledged(0, 7, 2, 1001, false);
            violates(3, () -> checker.delivered(0, 1002, 7, 2, 200));
            violates(3, () -> checker.acknowledged(0, 7, 2, 1003, false));
        }

        @Test
        void refusesALostAcknowledgedAppend() {
            checker.acknowledged(0, 7, 1, 1000, false);
            violates(3, checker::finish);
        }

        @Test
        void refusesARefusedAppendInTheLog() {
            checker.refused(0, 7, 1);
            violates(3, () -> checker.delivered(0, 1000, 7, 1, 100));
        }

        @Test
        void refusesInventionAndChange() {
            violates(4, () -> checker.delivered(0, 1000, 8, 1, 100));
            violates(4, () -> checker.delivered(0, 1000, 7, 1, 101));
            violates(4, () -> checker.acknowledged(0, 7, 9, 1000, false));
        }

        @Test
        void refusesASessionOutOfOrder() {
            checker.delivered(0, 1000, 7, 2, 200);
            violates(4, () -> checker.delivered(0, 1001, 7, 1, 100));
        }

        @Test
        void refusesAGapInASession() {
            checker.delivered(0, 1000, 7, 1, 100);
            checker.delivered(0, 1001, 7, 3, 300);
            violates(4, checker::finish);
        }

        @Test
        void aLossOfMemoryExcusesOnlyWhatWasNotDurable() {
            checker.delivered(0, 1000, 7, 1, 100);
            checker.acknowledged(0, 7, 1, 1000, true);
            checker.delivered(0, 1001, 7, 2, 200);
            checker.acknowledged(0, 7, 2, 1001, false);
            checker.memoryLost(0, 1001);
            checker.finish();
            checker.memoryLost(0, 1000);
            checker.finish();
            checker.acknowledged(0, 7, 3, 1002, true);
            checker.memoryLost(0, 1000);
            violates(3, checker::finish);
        }
    }

    @Nested
    class Layouts {
        private final LayoutChecker checker = new LayoutChecker();

        @Test
        void acceptsOneChain() {
            checker.installed(1, 1, 11, 0);
            checker.installed(1, 2, 22, 11);
            checker.installed(2, 2, 22, 11);
            checker.restarted(1);
            checker.installed(1, 1, 11, 0);
            checker.epoch(0, 0, 5, 0);
            checker.ended(0, 0, 65_536);
            checker.epoch(0, 1, 6, 65_536);
            checker.chosen(0, 0, 65_535);
            checker.chosen(0, 1, 65_536);
            assertEquals(2, checker.epochCount());
        }

        @Test
        void refusesTwoLayoutsOfOneVersion() {
            checker.installed(1, 1, 11, 0);
            violates(5, () -> checker.installed(2, 1, 12, 0));
        }

        @Test
        void refusesABranch() {
            checker.installed(1, 1, 11, 0);
            violates(5, () -> checker.installed(2, 2, 22, 12));
        }

        @Test
        void refusesGoingBack() {
            checker.installed(1, 2, 22, 0);
            violates(5, () -> checker.installed(1, 1, 11, 0));
        }

        @Test
        void refusesTwoEpochsOfOneNumber() {
            checker.epoch(0, 1, 5, 100);
            violates(5, () -> checker.epoch(0, 1, 6, 100));
            violates(5, () -> checker.epoch(0, 1, 5, 101));
        }

        @Test
        void refusesTwoEndsAndAnEndThatIsNotTheNextStart() {
            checker.ended(0, 1, 100);
            violates(5, () -> checker.ended(0, 1, 101));
            violates(5, () -> checker.epoch(0, 2, 5, 101));
            checker.epoch(0, 5, 5, 200);
            violates(5, () -> checker.ended(0, 4, 201));
        }

        @Test
        void refusesWhatIsChosenOutsideItsEpoch() {
            checker.epoch(0, 1, 5, 100);
            checker.ended(0, 1, 200);
            violates(5, () -> checker.chosen(0, 1, 200));
            violates(5, () -> checker.chosen(0, 1, 99));
        }
    }

    @Test
    void aReadSeesWhatWasAcknowledgedOrReadBefore() {
        ReadChecker checker = new ReadChecker();
        ReadChecker.Read early = checker.began(0);
        checker.acknowledged(0, 10);
        ReadChecker.Read late = checker.began(0);
        checker.ended(early, 0);
        checker.ended(late, 20);
        violates(7, () -> checker.ended(late, 10));
        violates(7, () -> checker.ended(checker.began(0), 19));
        checker.readAt(0, 4, "size", 9);
        checker.readAt(0, 4, "size", 9);
        violates(8, () -> checker.readAt(0, 4, "size", 10));
        checker.readAt(0, 7, "size", 1);
        checker.memoryLost(0, 5);
        checker.readAt(0, 7, "size", 2);
        checker.ended(checker.began(0), 5);
        assertTrue(checker.began(1).atLeast() == 0);
    }
}

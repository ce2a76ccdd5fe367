package org.ithaca.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.ithaca.base.Bytes;
import org.junit.jupiter.api.Test;

/// The rule that tells a torn tail from damage, case by case. Each record takes 40 bytes here.
class TailRuleTest {
    private long at = FileHeader.RECORDS_AT;

    private void good(TailRule rule, long number, long durable) {
        rule.record(header(RecordKind.CONTENT, number, durable), at, Bytes.EMPTY);
        at += 40;
    }

    private void bad(TailRule rule, long number, long durable) {
        rule.record(header(RecordKind.CONTENT, number, durable), at, null);
        at += 40;
    }

    private void mark(TailRule rule, long number) {
        rule.record(header(RecordKind.MARK, number, number), at, Bytes.EMPTY);
        at += 40;
    }

    private void gap(TailRule rule) {
        rule.gap(at);
        at += 40;
    }

    private static RecordHeader header(RecordKind kind, long number, long durable) {
        return new RecordHeader(kind, number, durable, 0, 0);
    }

    private static TailRule rule() {
        return new TailRule(0, Long.MAX_VALUE);
    }

    private static void assertHeld(TailRule.Verdict verdict, long end, long records, long... damaged) {
        assertEquals(end, verdict.end(), verdict.toString());
        assertEquals(FileHeader.RECORDS_AT + 40 * records, verdict.offset(), verdict.toString());
        List<Long> found = verdict.damaged().stream()
                .flatMap(range -> java.util.stream.LongStream.range(range.from(), range.to())
                        .boxed())
                .toList();
        assertEquals(java.util.Arrays.stream(damaged).boxed().toList(), found, verdict.toString());
    }

    @Test
    void aCleanFileIsHeldAsAWhole() {
        TailRule rule = rule();
        good(rule, 0, 0);
        good(rule, 1, 0);
        mark(rule, 2);
        gap(rule);
        assertHeld(rule.decide(0), 2, 3);
    }

    @Test
    void aBadRecordNobodyProvesIsTheTornEnd() {
        TailRule rule = rule();
        good(rule, 0, 0);
        good(rule, 1, 1);
        bad(rule, 2, 1);
        good(rule, 3, 1);
        assertHeld(rule.decide(0), 2, 2);
    }

    @Test
    void aBadRecordALaterOneProvesIsDamage() {
        TailRule rule = rule();
        good(rule, 0, 0);
        bad(rule, 1, 0);
        good(rule, 2, 2);
        assertHeld(rule.decide(0), 3, 3, 1);
    }

    @Test
    void aGapAMarkProvesIsDamage() {
        TailRule rule = rule();
        good(rule, 0, 0);
        gap(rule);
        mark(rule, 3);
        good(rule, 3, 3);
        assertHeld(rule.decide(0), 4, 4, 1, 2);
    }

    @Test
    void aGapProvenInPartIsDamagedUpToThereAndCut() {
        TailRule rule = rule();
        good(rule, 0, 0);
        gap(rule);
        good(rule, 4, 2);
        assertHeld(rule.decide(0), 2, 1, 1);
    }

    @Test
    void aLostMarkCostsNothing() {
        TailRule rule = rule();
        good(rule, 0, 0);
        gap(rule);
        good(rule, 1, 1);
        assertHeld(rule.decide(0), 2, 3);
    }

    @Test
    void aSuccessorProvesAllBeforeIt() {
        TailRule rule = new TailRule(0, 5);
        good(rule, 0, 0);
        bad(rule, 1, 0);
        gap(rule);
        assertHeld(rule.decide(5), 5, 2, 1, 2, 3, 4);
    }

    @Test
    void nothingFromTheLimitOnCounts() {
        TailRule rule = new TailRule(0, 2);
        for (int i = 0; i < 5; i++) {
            good(rule, i, i);
        }
        assertHeld(rule.decide(0), 2, 2);
    }

    @Test
    void theDefectEndsAtTheFirstBadRecord() {
        TailRule rule = rule();
        good(rule, 0, 0);
        bad(rule, 1, 0);
        good(rule, 2, 2);
        assertHeld(rule.believeNothing(), 1, 1);
    }
}

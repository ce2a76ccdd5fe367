package org.ithaca.quorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.ithaca.base.IthacaException;
import org.ithaca.base.SplitMix;
import org.junit.jupiter.api.Test;

/// The fast implementation against the plain one, over random systems.
class TwiceTest {
    private static final int SYSTEMS = 30_000;
    private static final int MAX_SIZE = 9;

    private final SplitMix random = new SplitMix(0x9_0_2);

    @Test
    void quorumsAndFrontiersAgreeWithTheDefinition() {
        int safe = 0;
        for (int i = 0; i < SYSTEMS; i++) {
            Specs.Sized sized = Specs.random(random, MAX_SIZE);
            BruteForce plain = new BruteForce(sized.spec(), sized.size());
            if (plain.safe()) {
                safe++;
                compare(sized, plain, sized.spec().over(sized.size()));
            } else {
                assertTrue(refusal(sized).contains("do not intersect"), sized.toString());
            }
            assertEquals(sized.spec(), QuorumSpec.parse(sized.spec().toString()));
        }
        assertTrue(safe > SYSTEMS / 3 && safe < SYSTEMS * 9 / 10, safe + " safe systems: both kinds must be common");
    }

    private void compare(Specs.Sized sized, BruteForce plain, QuorumSystem fast) {
        for (int i = 0; i < 8; i++) {
            long set = random.nextLong();
            assertEquals(plain.write(set), fast.writeQuorum(set), () -> sized + " " + Ranks.text(set));
            assertEquals(plain.seal(set), fast.sealQuorum(set), () -> sized + " " + Ranks.text(set));
            long[] frontiers = frontiers(sized.size());
            assertEquals(plain.frontier(frontiers), fast.frontier(frontiers), sized.toString());
        }
        assertEquals(fast, fast.spec().over(fast.size()));
        assertEquals(fast.hashCode(), fast.spec().over(fast.size()).hashCode());
    }

    /// Few different values, so that equal ones are common; longer than needed, as callers may pass.
    private long[] frontiers(int size) {
        long[] frontiers = new long[size + random.below(3)];
        for (int i = 0; i < frontiers.length; i++) {
            frontiers[i] = random.oneIn(20) ? random.nextLong() >>> 1 : random.below(5);
        }
        return frontiers;
    }

    /// The two sets a refusal names are indeed a write quorum and a seal quorum that miss each other.
    private static String refusal(Specs.Sized sized) {
        try {
            sized.spec().over(sized.size());
            return "accepted";
        } catch (IthacaException refused) {
            assertEquals(IthacaException.Code.INVALID, refused.code());
            String message = refused.getMessage();
            long write = named(message, "write quorum {");
            long seal = named(message, "seal quorum {");
            BruteForce plain = new BruteForce(sized.spec(), sized.size());
            assertTrue(plain.write(write) && plain.seal(seal) && (write & seal) == 0, message);
            assertNotEquals(0, write);
            return message;
        }
    }

    private static long named(String message, String before) {
        int from = message.indexOf(before) + before.length();
        long mask = 0;
        for (String rank : message.substring(from, message.indexOf('}', from)).split(",", -1)) {
            mask |= 1L << Integer.parseInt(rank);
        }
        return mask;
    }
}

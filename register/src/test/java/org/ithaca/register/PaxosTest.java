package org.ithaca.register;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.ithaca.base.Bytes;
import org.ithaca.base.Hooks;
import org.junit.jupiter.api.Test;

class PaxosTest {
    private static final Bytes A = Bytes.utf8("a");
    private static final Bytes B = Bytes.utf8("b");

    private final Acceptor[] servers = {Acceptor.fresh(), Acceptor.fresh(), Acceptor.fresh()};

    @Test
    void aLoneClientNeedsOneRoundTripInSetZero() {
        Proposer proposer = proposer(0);
        assertEquals(Proposer.Step.NOTHING, proposer.start());
        assertEquals(Proposer.Phase.READY, proposer.phase());
        run(proposer, proposer.propose(A), 0b011);
        assertEquals(Optional.of(A), proposer.decided());
    }

    @Test
    void aLaterClientAdoptsWhatMayBeChosen() {
        Proposer first = proposer(0);
        first.start();
        run(first, first.propose(A), 0b001);
        Proposer second = proposer(1);
        run(second, second.start(), 0b011);
        assertEquals(Optional.of(A), second.adopted());
        run(second, second.propose(B), 0b110);
        assertEquals(Optional.of(A), second.decided());
    }

    private Proposer proposer(int client) {
        return new Proposer(RegisterConfiguration.paxos(3), client, 0, Hooks.NONE);
    }

    private void run(Proposer proposer, Proposer.Step step, int reachable) {
        for (Proposer.Send send : step.sends()) {
            if ((reachable >> send.server() & 1) != 0) {
                Acceptor.Reply reply = servers[send.server()].receive(send.request());
                run(proposer, proposer.receive(send.server(), reply.answer()), reachable);
            }
        }
    }
}

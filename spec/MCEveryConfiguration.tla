------------------------- MODULE MCEveryConfiguration -------------------------
(***************************************************************************)
(* Generalised consensus over every configuration of two or three servers  *)
(* and two register sets: the oracle of a quorum validator.  A separate    *)
(* module because TLC computes every constant of a module when it starts.  *)
(***************************************************************************)
EXTENDS GeneralisedConsensus, TLC

CONSTANTS s1, s2, s3

Two   == {s1, s2}
Three == {s1, s2, s3}
Sym3  == Permutations(Three)

Owned(c, q1, q2) == [kind |-> "owned", owner |-> c, q1 |-> q1, q2 |-> q2]
Open(q1, q2)     == [kind |-> "open",  owner |-> 1, q1 |-> q1, q2 |-> q2]
None             == {{}}
Turn(r)          == (r % 2) + 1

(* Every configuration of a few servers.  Only minimal quorums matter, so  *)
(* quorum sets are antichains.                                             *)

Antichains == {Q \in SUBSET (SUBSET Servers \ {{}}) :
    Q # {} /\ \A a, b \in Q : a \subseteq b => a = b}

\* Phase 1 plays no part in the table.
Every == {[r \in Sets |-> IF ks[r] = "open" THEN Open(None, qs[r])
                                            ELSE Owned(Turn(r), None, qs[r])] :
            qs \in [Sets -> Antichains], ks \in [Sets -> {"owned", "open"}]}

\* ... that obeys rule 3: open sets are quorum-intersecting.
EveryRule3 == {k \in Every : OpenSetsIntersect(k)}

\* The last set is decided by majorities, what is below it by anything.
EveryThenMajority == {k \in EveryRule3 :
    k[LastSet] = Owned(Turn(LastSet), None,
                       {q \in SUBSET Servers : Cardinality(q) = Cardinality(Servers) \div 2 + 1})}

\* Two sets, all phase-1 quorum sets for set 1.
EveryCounting == {[r \in Sets |->
    IF r = 0 THEN IF kind = "open" THEN Open(None, q0) ELSE Owned(1, None, q0)
             ELSE Owned(2, p1, q1)] :
        kind \in {"owned", "open"}, q0 \in Antichains, p1 \in Antichains, q1 \in Antichains}

CountingValid == {k \in EveryCounting : CountingIsSafe(k)}

Refused == EveryCounting \ CountingValid

-----------------------------------------------------------------------------
(* The validator is exact: agreement holds in every configuration it       *)
(* admits (invariant Agreement over CountingValid) and breaks in every one *)
(* it refuses.  For the latter TLC collects those that broke (needs one    *)
(* worker and no symmetry) and stops when none is left.                    *)

ASSUME TLCSet(1, {})

SomeRefusedHolds ==
    /\ Agreement \/ conf \in TLCGet(1) \/ TLCSet(1, TLCGet(1) \cup {conf})
    /\ Agreement \/ TLCGet(1) # Refused

\* Nothing more to learn from a configuration that broke.
NotBrokenYet == Agreement /\ conf \notin TLCGet(1)
===============================================================================

------------------------ MODULE MCGeneralisedConsensus ------------------------
(***************************************************************************)
(* The configurations that TLC explores, by the names of section 6 of      *)
(* Howard and Mortier (2019) and section 2 of Flexible Paxos (2016).       *)
(***************************************************************************)
EXTENDS GeneralisedConsensus, TLC

CONSTANTS s1, s2, s3, s4

Three == {s1, s2, s3}
Four  == {s1, s2, s3, s4}

AtLeast(n, S) == {q \in SUBSET S : Cardinality(q) = n}
Majorities(S) == AtLeast((Cardinality(S) \div 2) + 1, S)

Owned(c, q1, q2) == [kind |-> "owned", owner |-> c, q1 |-> q1, q2 |-> q2]
Open(q1, q2)     == [kind |-> "open",  owner |-> 1, q1 |-> q1, q2 |-> q2]

\* Set 0 needs no phase 1: the empty set is a phase-1 quorum of it.
None == {{}}

\* Sets alternate between the two clients.
Turn(r) == (r % 2) + 1

Sym3 == Permutations(Three)
Sym4 == Permutations(Four)
SymPairs == Permutations({s1, s2}) \cup Permutations({s3, s4})

\* Section 6: majorities everywhere.
Paxos == {[r \in Sets |->
    Owned(Turn(r), IF r = 0 THEN None ELSE Majorities(Servers), Majorities(Servers))]}

\* Flexible Paxos: a grid of two rows; phase 2 is a row, phase 1 a column.
Row1 == {s1, s2}
Row2 == {s3, s4}
Columns == {{s1, s3}, {s2, s4}}
Grid == {[r \in Sets |->
    Owned(Turn(r), IF r = 0 THEN None ELSE Columns, {Row1, Row2})]}

\* Flexible Paxos by counting: any two of four decide, any three are phase 1.
EvenHalf == {[r \in Sets |->
    Owned(Turn(r), IF r = 0 THEN None ELSE AtLeast(3, Four), AtLeast(2, Four))]}

\* Fast Paxos: set 0 is open, decided by three of four, then classic sets.
Fast == {[r \in Sets |->
    IF r = 0 THEN Open(None, AtLeast(3, Four))
             ELSE Owned(Turn(r), AtLeast(3, Four), AtLeast(3, Four))]}

\* The same with three servers: all of them are the only fast quorum.
FastOfThree == {[r \in Sets |->
    IF r = 0 THEN Open(None, {Three})
             ELSE Owned(Turn(r), Majorities(Three), Majorities(Three))]}

\* Fast quorums of two in three intersect nobody's phase 1 twice at once.
FastTooSmall == {[r \in Sets |->
    IF r = 0 THEN Open(None, Majorities(Three))
             ELSE Owned(Turn(r), Majorities(Three), Majorities(Three))]}

\* Figure 12b, "all aboard": the first sets are decided by all, the last one by
\* a majority.
Colocated == {[r \in Sets |->
    IF r < LastSet THEN Owned(Turn(r), IF r = 0 THEN None ELSE AtLeast(1, Three), {Three})
             ELSE Owned(Turn(r), Majorities(Three), Majorities(Three))]}

\* An open set above an owned one.
OpenAboveOwned == {[r \in Sets |->
    CASE r = 0   -> Owned(1, None, Majorities(Three))
      [] r = 1   -> Open(Majorities(Three), {Three})
      [] OTHER   -> Owned(2, Majorities(Three), Majorities(Three))]}

\* One named majority that any client may write, then Paxos.
FixedMajority == {[r \in Sets |->
    IF r = 0 THEN Open(None, {{s1, s2}})
             ELSE Owned(Turn(r), Majorities(Three), Majorities(Three))]}

\* Set 0 at the primaries only, later sets at the backups only.
Reconfigurable == {[r \in Sets |->
    IF r = 0 THEN Owned(Turn(r), None, {Row1})
             ELSE Owned(Turn(r), {{s1, s3}, {s1, s4}, {s2, s3}, {s2, s4}}, {Row2})]}

\* The same with one primary and two backups.
OnePrimary == {[r \in Sets |->
    IF r = 0 THEN Owned(Turn(r), None, {{s1}})
             ELSE Owned(Turn(r), {{s1}}, {{s2, s3}})]}

\* Quorums that do not intersect at all: safe for a table client only.
Disjoint == {[r \in Sets |->
    Owned(Turn(r), {{s} : s \in Servers}, {{s} : s \in Servers})]}
===============================================================================

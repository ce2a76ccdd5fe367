------------------------- MODULE GeneralisedConsensus -------------------------
(***************************************************************************)
(* Consensus over write-once registers with arbitrary quorum               *)
(* configurations, after Howard and Mortier, "A Generalised Solution to    *)
(* Distributed Consensus" (2019): the model of section 3, the four rules   *)
(* of section 4, the decision table of section 5, Paxos of section 6 and   *)
(* the requirements on counted quorums that follow from it.                *)
(*                                                                         *)
(* Each server has one register per register set.  A register is           *)
(* unwritten, Nil, or holds a value; once written it never changes.  A     *)
(* value is decided when every server of some quorum of one set holds it.  *)
(*                                                                         *)
(* There are two kinds of client:                                          *)
(*   "table"     keeps the decision table and writes when rule 4 follows   *)
(*               from what it has read, whoever it read it from;           *)
(*   "counting"  ordinary Paxos code: hears a phase-1 quorum and takes the *)
(*               value of the highest register set it heard of.            *)
(*                                                                         *)
(* Messages are not modelled.  What a client reads never goes stale,       *)
(* because registers are written once; what a client may write it may      *)
(* write for ever, because knowing more takes no permission away.  Hence a *)
(* delayed request or answer is the same as a step taken later.            *)
(***************************************************************************)
EXTENDS Integers, FiniteSets

CONSTANTS
    Servers,
    Clients,         \* positive integers; the input of client c is the value c
    LastSet,         \* the register sets are 0 .. LastSet
    Configurations,  \* the configurations to explore, see ConfigurationOK
    ClientKind,      \* "table", "counting", or "hasty": counting, with a
                     \* known mistake, see Picks
    Ordered          \* TRUE: a server writes its registers in order, as the
                     \* servers of Paxos do (section 6); FALSE: in any order

VARIABLES
    conf,    \* the configuration of this behaviour; never changes
    reg,     \* reg[r][s]: register r of server s
    known,   \* known[c]: the registers <<s, r>> client c has read as written
    put      \* put[r]: the value the owner of set r writes; durable

vars == <<conf, reg, known, put>>

Sets      == 0 .. LastSet
Values    == Clients
Unwritten == -1
Nil       == 0

Input(c) == c

(***************************************************************************)
(* The configuration of a set: "owned" sets are client-restricted, "open"  *)
(* ones may be written by every client.  q2 are the quorums that decide;   *)
(* q1 the phase-1 quorums, which only counting clients look at.            *)
(***************************************************************************)
ConfigurationOK(k) ==
    \A r \in Sets :
        /\ k[r].kind \in {"owned", "open"}
        /\ k[r].owner \in Clients
        /\ k[r].q1 \subseteq SUBSET Servers
        /\ k[r].q2 \subseteq (SUBSET Servers \ {{}})

Meet(A, B) == \A a \in A, b \in B : a \cap b # {}

\* Rule 3 for open sets: their quorums intersect one another.
OpenSetsIntersect(k) ==
    \A r \in Sets : k[r].kind = "open" => Meet(k[r].q2, k[r].q2)

\* What a validator must demand for counting clients: phase 1 of a set meets
\* phase 2 of every earlier set, and every two quorums of an earlier open set
\* at once.
CountingIsSafe(k) ==
    /\ OpenSetsIntersect(k)
    /\ \A r \in Sets, e \in Sets : e < r =>
        /\ Meet(k[r].q1, k[e].q2)
        /\ k[e].kind = "open" =>
            \A p \in k[r].q1, a \in k[e].q2, b \in k[e].q2 : p \cap a \cap b # {}

-----------------------------------------------------------------------------
(* The decision table.  The paper updates it read by read; its content is  *)
(* a function of the set of registers read, and is written so here.        *)

Read(c, r) == {s \in Servers : <<s, r>> \in known[c]}

\* Values that speak against any other value in quorum q of set r: those
\* read in later sets (rule 4 was obeyed when they were written), and in r
\* itself from its only writer, or from a server of q.
Evidence(c, r, q) ==
    {reg[e][s] : <<s, e>> \in
        {k \in known[c] :
            /\ reg[k[2]][k[1]] # Nil
            /\ \/ k[2] > r
               \/ k[2] = r /\ (conf[r].kind = "owned" \/ k[1] \in q)}}

HasNil(c, r, q)     == \E s \in q \cap Read(c, r) : reg[r][s] = Nil
IsDecided(c, r, q, v) == q \subseteq Read(c, r) /\ \A s \in q : reg[r][s] = v
IsNone(c, r, q)     == HasNil(c, r, q) \/ Cardinality(Evidence(c, r, q)) > 1
IsMaybe(c, r, q, v) == ~HasNil(c, r, q) /\ Evidence(c, r, q) = {v}

\* Rule 4 as a table client sees it.
TableAllows(c, r, v) ==
    \A e \in 0 .. r - 1 : \A q \in conf[e].q2 :
        IsNone(c, e, q) \/ IsMaybe(c, e, q, v)

-----------------------------------------------------------------------------
(* The counting client: phase 1 at one quorum, then the value that may be  *)
(* decided in the highest set heard of (Lamport's Fast Paxos, section 2.2, *)
(* picks from the same candidates).                                        *)

Heard(c, r, p) == \A s \in p, e \in 0 .. r - 1 : <<s, e>> \in known[c]
HeldIn(e, p)   == {reg[e][s] : s \in p} \ {Nil, Unwritten}

Highest(r, p) ==
    LET seen == {e \in 0 .. r - 1 : HeldIn(e, p) # {}}
    IN IF seen = {} THEN -1 ELSE CHOOSE e \in seen : \A f \in seen : f <= e

Candidates(e, p) ==
    {v \in HeldIn(e, p) : \E q \in conf[e].q2 : \A s \in q \cap p : reg[e][s] = v}

\* Where only one value was heard of in the highest set it is taken even if it
\* cannot be decided there any more: an earlier set may have decided it.  The
\* hasty client only asks what may be decided in the highest set.
Picks(c, r, v, p) ==
    LET h == Highest(r, p)
    IN IF h = -1 THEN TRUE
       ELSE IF Cardinality(HeldIn(h, p)) = 1 /\ ClientKind # "hasty" THEN v \in HeldIn(h, p)
       ELSE Candidates(h, p) = {} \/ v \in Candidates(h, p)

CountAllows(c, r, v) ==
    IF r = 0 THEN TRUE
             ELSE \E p \in conf[r].q1 : Heard(c, r, p) /\ Picks(c, r, v, p)

-----------------------------------------------------------------------------
ReadValues(c) == {reg[k[2]][k[1]] : k \in known[c]} \ {Nil}

MayWrite(c, r, v) ==
    /\ v = Input(c) \/ v \in ReadValues(c)                            \* rule 2
    /\ conf[r].kind = "owned" =>                                      \* rule 3
        conf[r].owner = c /\ put[r] \in {Unwritten, v}
    /\ IF ClientKind = "table" THEN TableAllows(c, r, v)              \* rule 4
                               ELSE CountAllows(c, r, v)

\* Server s closes what is unwritten below register r.
ClosedBelow(r, s) ==
    [e \in Sets |-> [t \in Servers |->
        IF t = s /\ e < r /\ reg[e][t] = Unwritten THEN Nil ELSE reg[e][t]]]

Write(c, r, s, v) ==
    /\ reg[r][s] = Unwritten
    /\ MayWrite(c, r, v)
    /\ reg' = [(IF Ordered THEN ClosedBelow(r, s) ELSE reg) EXCEPT ![r][s] = v]
    /\ put' = IF conf[r].kind = "owned" THEN [put EXCEPT ![r] = v] ELSE put
    /\ UNCHANGED <<conf, known>>

\* The server's half of phase 1.  Closing the last set would only take
\* decisions away, so it is left out.
Close(r, s) ==
    /\ r > 0
    /\ IF Ordered
         THEN /\ reg[r][s] = Unwritten
              /\ \E e \in 0 .. r - 1 : reg[e][s] = Unwritten
              /\ reg' = ClosedBelow(r, s)
         ELSE /\ reg[r - 1][s] = Unwritten
              /\ reg' = [reg EXCEPT ![r - 1][s] = Nil]
    /\ UNCHANGED <<conf, known, put>>

\* The client's half of phase 1, or an answer of phase 2.
Learn(c, r, s) ==
    /\ reg[r][s] # Unwritten
    /\ LET new == IF Ordered THEN {<<s, e>> : e \in 0 .. r} ELSE {<<s, r>>}
       IN /\ ~(new \subseteq known[c])
          /\ known' = [known EXCEPT ![c] = @ \cup new]
    /\ UNCHANGED <<conf, reg, put>>

Init ==
    /\ conf \in Configurations
    /\ reg = [r \in Sets |-> [s \in Servers |-> Unwritten]]
    /\ known = [c \in Clients |-> {}]
    /\ put = [r \in Sets |-> Unwritten]

Next ==
    \/ \E r \in Sets, s \in Servers :
        \/ Close(r, s)
        \/ \E c \in Clients : Learn(c, r, s)
        \/ \E c \in Clients, v \in Values : Write(c, r, s, v)

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
Decided == {v \in Values : \E r \in Sets : \E q \in conf[r].q2 :
                \A s \in q : reg[r][s] = v}

TypeOK ==
    /\ ConfigurationOK(conf)
    /\ reg \in [Sets -> [Servers -> Values \cup {Unwritten, Nil}]]
    /\ known \in [Clients -> SUBSET (Servers \X Sets)]
    /\ put \in [Sets -> Values \cup {Unwritten}]

\* Rule 1 makes outputs a subset of Decided, so this is agreement of outputs.
Agreement == Cardinality(Decided) <= 1

\* Values come from clients, and every value in a register of an owned set is
\* the one its owner remembers to have put there.
NonTriviality ==
    \A r \in Sets, s \in Servers :
        /\ reg[r][s] \in {Unwritten, Nil} \cup {Input(c) : c \in Clients}
        /\ conf[r].kind = "owned" => reg[r][s] \in {Unwritten, Nil, put[r]}

\* What the table says is true: a quorum that is None decides nothing, and a
\* quorum that is Maybe v decides nothing but v.
TableSound ==
    \A c \in Clients, r \in Sets : \A q \in conf[r].q2 :
        LET held == {reg[r][s] : s \in q}
            decides == Cardinality(held) = 1 /\ held \subseteq Values
        IN decides =>
            /\ ~IsNone(c, r, q)
            /\ \A v \in Values : IsMaybe(c, r, q, v) => held = {v}
            /\ \A v \in Values : IsDecided(c, r, q, v) => held = {v}

\* Not an invariant: shows that the last set can decide at all.
NeverDecidedLate ==
    ~ \E v \in Values : \E q \in conf[LastSet].q2 : \A s \in q : reg[LastSet][s] = v
=============================================================================

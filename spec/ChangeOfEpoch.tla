----------------------------- MODULE ChangeOfEpoch -----------------------------
(***************************************************************************)
(* The change of epoch of one log: seal, end, catch-up, decision on the    *)
(* layout register, opening; with crashes, loss of power everywhere, and   *)
(* members that are left out and come back.                                *)
(*                                                                         *)
(* Layout v names the members, write quorum and council of epoch v and the *)
(* position where it starts.  Register v is single-decree Paxos among the  *)
(* council of layout v-1; each ballot is one run of one proposer.  Phase 1 *)
(* of register v and seal(v-1) are one message, as in Vertical Paxos II    *)
(* (Lamport, Malkhi, Zhou 2009) the new leader reads the old configuration.*)
(* In an epoch the leader owns every slot and writes each at most once;    *)
(* replicas take slots contiguously.  So the log of a replica is one       *)
(* sequence of <<epoch, operation>> over all epochs.                       *)
(*                                                                         *)
(* Layouts are exchanged by Learn: any message may carry the chain of      *)
(* decided layouts.  Slots stay in flight for ever and reach anyone at any *)
(* time.  Losing a message is the same as a step never taken.              *)
(***************************************************************************)
EXTENDS Integers, Sequences, FiniteSets

CONSTANTS
    Nodes,         \* positive integers; rank order is the order of integers
    Witnesses,     \* nodes that hold no log data
    Operations,    \* (session, sequence) ids of appends
    MaxVersion,    \* layouts 1 .. MaxVersion
    MaxBallot,     \* ballots 1 .. MaxBallot of every register
    First,         \* layout 1
    Plans,         \* Plans[v]: plans that may be proposed for layout v
    MaxLength,     \* a bound on the log
    MaxCrashes,    \* a bound on crashes; one of everybody at once counts as one
    InMemory,      \* the log is kept in memory: a crash loses all of it
    WithReads,     \* whether linearizable reads happen
    Bug            \* "none", or the defence that is taken out

VARIABLES
    (* durable; in memory: log is lost, and dur is what was published *)
    lay,      \* lay[n]: the newest layout n has learned
    log,      \* log[n]: what n has received; only log[n][1..dur[n]] is durable
    dur,
    prom,     \* prom[v][n]: the ballot n has promised in register v, or 0.
              \*   Not 0 is the seal: n takes nothing more in epoch v-1
    inc,      \* inc[n]: counts the times n lost its log (stays 0 on disk)
    votes,    \* votes[v][n]: the ballots n has accepted in register v
    (* volatile *)
    owner,    \* owner[n]: the epoch whose slots n hands out, or 0
    (* on the network *)
    sent,     \* <<e, position, operation>>: slots written by the owner of e
    pub,      \* pub[n][e]: the frontier n has told the others in epoch e
    answers,  \* answers[v][b]: answers to phase 1 (function from nodes)
    proposal, \* proposal[v][b]: the layout of phase 2, or NoLayout
    (* history *)
    chosen,   \* chosen[v]: the layouts that a quorum of the council accepted
    story,    \* the longest sequence any member has delivered (acknowledged)
    read,     \* the linearizable read under way, or NoRead
    crashes

vars == <<lay, log, dur, prom, inc, votes, owner, sent, pub, answers, proposal,
          chosen, story, read, crashes>>

Versions == 1 .. MaxVersion
Ballots  == 1 .. MaxBallot
Data     == Nodes \ Witnesses

NoLayout == [mem |-> {}, inc |-> <<>>, w |-> 0, council |-> {}, start |-> 0]
NoRead   == [by |-> 0, need |-> 0, index |-> 0, heard |-> {}]

Max(S)    == IF S = {} THEN 0 ELSE CHOOSE x \in S : \A y \in S : y <= x
Lesser(a, b) == IF a < b THEN a ELSE b
IsPrefix(a, b) == Len(a) <= Len(b) /\ a = SubSeq(b, 1, Len(a))

\* Any w members contain a write quorum; a seal quorum is what meets all of
\* those.  Where w is all, one sealed replica is enough.
HasWriteQuorum(l, S)   == Cardinality(S \cap l.mem) >= l.w
HasSealQuorum(l, S)    == Cardinality(l.mem \ S) < l.w
HasCouncilQuorum(l, S) == 2 * Cardinality(S \cap l.council) > Cardinality(l.council)

Layout(v)  == CHOOSE l \in chosen[v] : TRUE
IsDecided(v) == chosen[v] # {}
Newest     == Max({v \in Versions : IsDecided(v)})
Leader(l)  == CHOOSE n \in l.mem : \A m \in l.mem : n <= m

\* n is a member of l and has not lost its log since l named it.
Named(n, l)   == n \in l.mem /\ l.inc[n] = inc[n]
Current(n, l) == n \in l.mem /\ (Named(n, l) \/ Bug = "diskless-recovery")

Sealed(n, e) == e < MaxVersion /\ prom[e + 1][n] # 0

\* What n may deliver: all below the start of the newest epoch it knows, and
\* in that epoch what the published frontiers of a write quorum cover.
StableAt(n, p) ==
    LET l == Layout(lay[n])
    IN p <= l.start \/ HasWriteQuorum(l, {m \in l.mem : pub[m][lay[n]] >= p})

StableLength(n) == Max({p \in 1 .. Len(log[n]) : StableAt(n, p)})

-----------------------------------------------------------------------------
(* One epoch *)

Positions(n) == 1 .. Len(log[n])
Holds(n, op) == \E p \in Positions(n) : log[n][p][2] = op
HoldsInEpoch(n, e, op) == \E p \in Positions(n) : log[n][p] = <<e, op>>

\* "ordered-on-disk": entries are delivered once received by a write quorum, the
\* log is on disk, and single members crash but never all at once.
TellsEarly == Bug \in {"ack-early", "ordered-on-disk"}

\* The owner takes an append, new or retried.  It has everything below the
\* start of its epoch, or it could not know a retry for what it is.
Take(n, op) ==
    LET e == owner[n]
        p == Len(log[n]) + 1
    IN  /\ e # 0 /\ e = lay[n] /\ ~Sealed(n, e)
        /\ p <= MaxLength
        /\ p > Layout(e).start
        /\ IF Bug = "no-dedupe" THEN ~HoldsInEpoch(n, e, op) ELSE ~Holds(n, op)
        /\ log' = [log EXCEPT ![n] = Append(@, <<e, op>>)]
        /\ sent' = sent \cup {<<e, p, op>>}
        /\ pub' = IF TellsEarly THEN [pub EXCEPT ![n][e] = p] ELSE pub
        /\ UNCHANGED <<lay, dur, prom, inc, votes, owner, answers, proposal, chosen,
                       story, read, crashes>>

Receive(n) ==
    LET e == lay[n]
        p == Len(log[n]) + 1
    IN  /\ Current(n, Layout(e)) /\ ~Sealed(n, e)
        /\ p > Layout(e).start
        /\ \E op \in Operations :
            /\ <<e, p, op>> \in sent
            /\ log' = [log EXCEPT ![n] = Append(@, <<e, op>>)]
        /\ pub' = IF TellsEarly THEN [pub EXCEPT ![n][e] = p] ELSE pub
        /\ UNCHANGED <<lay, dur, prom, inc, votes, owner, sent, answers, proposal,
                       chosen, story, read, crashes>>

\* Forcing the disk and telling the frontier.  A sealed replica publishes no frontier of the sealed
\* epoch any more: catch-up may have raised what it holds after it answered.
Force(n) ==
    LET e == lay[n]
    IN  /\ dur[n] < Len(log[n])
        /\ dur' = [dur EXCEPT ![n] = Len(log[n])]
        /\ pub' = IF Current(n, Layout(e)) /\ (~Sealed(n, e) \/ Bug = "catchup-counts")
                    THEN [pub EXCEPT ![n][e] = Len(log[n])] ELSE pub
        /\ UNCHANGED <<lay, log, prom, inc, votes, owner, sent, answers, proposal,
                       chosen, story, read, crashes>>

\* Only the longest sequence is remembered; OneOrder says that what any other
\* member may deliver agrees with it.
Deliver(n) ==
    /\ StableLength(n) > Len(story)
    /\ story' = Append(story, log[n][Len(story) + 1])
    /\ UNCHANGED <<lay, log, dur, prom, inc, votes, owner, sent, pub, answers,
                   proposal, chosen, read, crashes>>

-----------------------------------------------------------------------------
(* The change *)

\* Phase 1 of register v at ballot b, and the seal of epoch v-1.  A member that
\* lost its log answers for the register but not for the data: held is -1.
Answer(n, v, b) ==
    LET l == Layout(v - 1)
    IN  /\ lay[n] = v - 1
        /\ n \in l.council \cup l.mem
        /\ prom[v][n] < b
        /\ proposal[v][b] = NoLayout
        /\ prom' = [prom EXCEPT ![v][n] = b]
        /\ answers' = [answers EXCEPT ![v][b] = [m \in DOMAIN @ \cup {n} |->
                IF m = n THEN [accepted |-> Max(votes[v][n]), held |-> IF Current(n, l) THEN Len(log[n]) ELSE -1]
                         ELSE @[m]]]
        /\ UNCHANGED <<lay, log, dur, inc, votes, owner, sent, pub, proposal, chosen,
                       story, read, crashes>>

\* Copying what lies below the start of the newest epoch, or, once a change
\* has begun, what the old epoch held.  Members with the same newest layout
\* hold nothing in its epoch that its one owner did not write, and nothing
\* below it that is not proven: any of them is a source.
Copy(n, m) ==
    LET e == lay[n]
        p == Len(log[n]) + 1
    IN  /\ n \in Data /\ (lay[m] = e \/ Bug = "stale-source")
        /\ p <= Len(log[m])
        /\ p <= Layout(e).start \/ \E k \in Nodes : Sealed(k, e)
        /\ log' = [log EXCEPT ![n] = Append(@, log[m][p])]
        /\ UNCHANGED <<lay, dur, prom, inc, votes, owner, sent, pub, answers, proposal,
                       chosen, story, read, crashes>>

\* A write quorum of the new epoch has everything below its start.
CaughtUp(v, plan, end) ==
    \/ Bug = "no-catchup"
    \/ HasWriteQuorum(plan, {n \in plan.mem :
        /\ lay[n] >= v - 1
        /\ end <= (IF Bug = "volatile-catchup" THEN Len(log[n]) ELSE dur[n])})

\* The end of epoch v-1: the longest that a seal quorum among R holds.
Ends(v, b, R) ==
    LET l    == Layout(v - 1)
        S    == {n \in R \cap l.mem : answers[v][b][n].held >= 0}
        held == {answers[v][b][n].held : n \in S}
    IN  IF Bug = "few-seals" THEN held
        ELSE IF HasSealQuorum(l, S) THEN {Max(held)} ELSE {}

\* Phase 2 with the answers of the nodes in R.
Propose(v, b, R, plan) ==
    LET best == Max({answers[v][b][n].accepted : n \in R})
    IN  /\ proposal[v][b] = NoLayout
        /\ HasCouncilQuorum(Layout(v - 1), R)
        /\ IF best # 0 /\ Bug # "ignore-accepted"
             THEN proposal' = [proposal EXCEPT ![v][b] = proposal[v][best]]
             ELSE \E end \in Ends(v, b, R) :
                    /\ CaughtUp(v, plan, end)
                    /\ proposal' = [proposal EXCEPT ![v][b] =
                            [mem |-> plan.mem, w |-> plan.w,
                             inc |-> [n \in plan.mem |-> inc[n]],
                             council |-> plan.council, start |-> end]]
        /\ answers' = [answers EXCEPT ![v][b] = [n \in {} |-> 0]]
        /\ UNCHANGED <<lay, log, dur, prom, inc, votes, owner, sent, pub, chosen, story,
                       read, crashes>>

Accept(n, v, b) ==
    LET l == Layout(v - 1)
    IN  /\ lay[n] = v - 1
        /\ n \in l.council
        /\ proposal[v][b] # NoLayout
        /\ prom[v][n] <= b
        /\ b \notin votes[v][n]
        /\ prom' = [prom EXCEPT ![v][n] = b]
        /\ votes' = [votes EXCEPT ![v][n] = @ \cup {b}]
        /\ chosen' = IF HasCouncilQuorum(l, {n} \cup {m \in l.council : b \in votes[v][m]})
                       THEN [chosen EXCEPT ![v] = @ \cup {proposal[v][b]}] ELSE chosen
        /\ UNCHANGED <<lay, log, dur, inc, owner, sent, pub, answers, proposal, story,
                       read, crashes>>

\* n learns the next decided layout, drops what lies beyond the end of the old
\* epoch, and opens the new one if it leads it.  One durable step.
Learn(n) ==
    LET v == lay[n] + 1
        keep == IF Bug = "keep-tail" THEN Len(log[n])
                                     ELSE Lesser(Len(log[n]), Layout(v).start)
    IN  /\ v <= MaxVersion /\ IsDecided(v)
        /\ lay' = [lay EXCEPT ![n] = v]
        /\ log' = [log EXCEPT ![n] = SubSeq(@, 1, keep)]
        /\ dur' = [dur EXCEPT ![n] = Lesser(@, keep)]
        /\ owner' = [owner EXCEPT ![n] = 
            IF Leader(Layout(v)) = n /\ Current(n, Layout(v)) THEN v ELSE 0]
        /\ read' = IF read.by = n THEN NoRead ELSE read
        /\ UNCHANGED <<prom, inc, votes, sent, pub, answers, proposal, chosen, story,
                       crashes>>

-----------------------------------------------------------------------------
(* Crashes.  An owner that crashed never hands out slots of its epoch      *)
(* again: it may have lost slots that others hold.  A member whose log was *)
(* in memory is, once it crashed, no longer the member its layout names.   *)

CrashOf(S) ==
    /\ crashes < MaxCrashes
    /\ crashes' = crashes + 1
    /\ log' = [n \in Nodes |-> IF n \notin S THEN log[n]
                               ELSE IF InMemory THEN <<>> ELSE SubSeq(log[n], 1, dur[n])]
    /\ dur' = [n \in Nodes |-> IF n \in S /\ InMemory THEN 0 ELSE dur[n]]
    /\ inc' = [n \in Nodes |-> IF n \in S /\ InMemory THEN inc[n] + 1 ELSE inc[n]]
    /\ owner' = [n \in Nodes |->
            IF n \in S /\ Bug # "owner-resumes" THEN 0 ELSE owner[n]]
    /\ prom' = IF Bug = "volatile-seal"
                 THEN [v \in Versions |-> [n \in Nodes |->
                        IF n \in S THEN 0 ELSE prom[v][n]]]
                 ELSE prom
    /\ read' = IF read.by \in S THEN NoRead ELSE read
    /\ UNCHANGED <<lay, votes, sent, pub, answers, proposal, chosen, story>>

-----------------------------------------------------------------------------
(* Linearizable reads at the owner: note the end of the log, hear from a   *)
(* write quorum that it is not sealed, wait until all up to the noted end  *)
(* is delivered.  need is what had been acknowledged when the read began.  *)

\* What the owner received, and never less than the start of its epoch: an
\* owner may open before it has caught up itself.  An owner that noted what it
\* had delivered, anything up to what is stable, would miss what another
\* member delivered and acknowledged first.
Noted(n) ==
    LET start == Layout(owner[n]).start
    IN  CASE Bug = "read-at-delivered" -> start .. Max({start, StableLength(n)})
          [] Bug = "read-behind-start" -> {Len(log[n])}
          [] OTHER                     -> {Max({start, Len(log[n])})}

BeginRead(n) ==
    /\ WithReads /\ read = NoRead /\ owner[n] # 0
    /\ \E i \in Noted(n) :
        read' = [by |-> n, need |-> Len(story), index |-> i, heard |-> {}]
    /\ UNCHANGED <<lay, log, dur, prom, inc, votes, owner, sent, pub, answers,
                   proposal, chosen, story, crashes>>

Confirm(m) ==
    /\ read # NoRead
    /\ LET e == owner[read.by]
       IN m \in Layout(e).mem \ read.heard /\ lay[m] = e /\ ~Sealed(m, e)
    /\ read' = [read EXCEPT !.heard = @ \cup {m}]
    /\ UNCHANGED <<lay, log, dur, prom, inc, votes, owner, sent, pub, answers,
                   proposal, chosen, story, crashes>>

MayReturn ==
    /\ read # NoRead
    /\ \/ Bug = "read-unconfirmed"
       \/ HasWriteQuorum(Layout(owner[read.by]), read.heard)

-----------------------------------------------------------------------------
Init ==
    /\ lay = [n \in Nodes |-> 1]
    /\ log = [n \in Nodes |-> <<>>]
    /\ dur = [n \in Nodes |-> 0]
    /\ prom = [v \in Versions |-> [n \in Nodes |-> 0]]
    /\ inc = [n \in Nodes |-> 0]
    /\ votes = [v \in Versions |-> [n \in Nodes |-> {}]]
    /\ owner = [n \in Nodes |-> IF n = Leader(First) THEN 1 ELSE 0]
    /\ sent = {}
    /\ pub = [n \in Nodes |-> [v \in Versions |-> 0]]
    /\ answers = [v \in Versions |-> [b \in Ballots |-> [n \in {} |-> 0]]]
    /\ proposal = [v \in Versions |-> [b \in Ballots |-> NoLayout]]
    /\ chosen = [v \in Versions |-> IF v = 1 THEN {First} ELSE {}]
    /\ story = <<>>
    /\ read = NoRead
    /\ crashes = 0

Next ==
    \/ \E n \in Nodes :
        \/ \E op \in Operations : Take(n, op)
        \/ Receive(n)
        \/ Force(n)
        \/ Deliver(n)
        \/ \E m \in Nodes : Copy(n, m)
        \/ Learn(n)
        \/ CrashOf({n})
        \/ BeginRead(n)
        \/ Confirm(n)
    \/ Bug # "ordered-on-disk" /\ CrashOf(Nodes)
    \/ \E v \in Versions \ {1}, b \in Ballots :
        /\ IsDecided(v - 1)
        /\ \/ \E n \in Nodes : Answer(n, v, b) \/ Accept(n, v, b)
           \/ \E R \in SUBSET DOMAIN answers[v][b], plan \in Plans[v] : Propose(v, b, R, plan)

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
(* What must hold.  The numbers are those of the design, section 8.        *)

Frontiers ==
    /\ \A n \in Nodes : dur[n] <= Len(log[n]) /\ lay[n] <= Newest
    /\ \A n \in Nodes, e \in Versions : pub[n][e] # 0 => n \in Layout(e).mem

\* 1: whatever a member may deliver agrees with what any member delivered.
OneOrder ==
    \A n \in Nodes : LET mine == SubSeq(log[n], 1, StableLength(n))
                     IN IsPrefix(mine, story) \/ IsPrefix(story, mine)

\* 2, 6: a write quorum of the newest epoch has durably all that anyone ever
\* delivered, so any seal quorum that answers, even after power was lost
\* everywhere, has it too.  In memory a member that lost its log counts as
\* having it: it can be in no seal quorum, so the log stops before it forgets.
NothingLost ==
    LET l == Layout(Newest)
    IN  HasWriteQuorum(l, {n \in l.mem :
            ~Named(n, l) \/ IsPrefix(story, SubSeq(log[n], 1, dur[n]))})

\* 3: what is acknowledged is in the log once, by NothingLost for ever.
ExactlyOnce ==
    \A p, q \in 1 .. Len(story) : story[p][2] = story[q][2] => p = q

\* 5: one layout for each version, and epochs follow one another.
OneChain ==
    /\ \A v \in Versions : Cardinality(chosen[v]) <= 1
    /\ \A v \in Versions \ {1} : IsDecided(v) =>
        IsDecided(v - 1) /\ Layout(v).start >= Layout(v - 1).start

\* 5: when an epoch is decided its predecessor can choose nothing any more.
OneActive ==
    \A v \in Versions \ {1} : IsDecided(v) =>
        ~HasWriteQuorum(Layout(v - 1), {n \in Nodes : ~Sealed(n, v - 1)})

\* 6: what lies beyond the end of its epoch is never delivered, and not held
\* by anyone who knows that end.
NothingReappears ==
    LET Beyond(entry, p) ==
            entry[1] < MaxVersion /\ IsDecided(entry[1] + 1) /\ p > Layout(entry[1] + 1).start
    IN  /\ \A p \in 1 .. Len(story) : ~Beyond(story[p], p)
        /\ \A n \in Nodes : \A p \in Positions(n) :
            log[n][p][1] < lay[n] => ~Beyond(log[n][p], p)

\* 7
ReadsSeeAcknowledged == MayReturn => read.index >= read.need

-----------------------------------------------------------------------------
(* Not invariants: TLC must find these states, or the model does nothing.  *)

NeverAllEpochs ==
    ~ \A e \in Versions : \E p \in 1 .. Len(story) : story[p][1] = e

\* A member that was left out of layout 2 is back in layout 3 and has dropped
\* what it held alone.
NeverReturned ==
    ~ /\ MaxVersion >= 3 /\ IsDecided(3)
      /\ \E n \in Layout(3).mem \ Layout(2).mem :
            /\ lay[n] = 3 /\ Len(log[n]) > 0 /\ log[n][1][1] > 1
            /\ \E s \in sent : s[1] = 1 /\ s[2] = 1 /\ Leader(First) = n
=============================================================================

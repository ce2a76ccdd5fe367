---------------------------- MODULE MCChangeOfEpoch ----------------------------
(***************************************************************************)
(* Clusters and plans for ChangeOfEpoch.                                   *)
(***************************************************************************)
EXTENDS ChangeOfEpoch, TLC

CONSTANTS a, b

OneOp  == {a}
TwoOps == {a, b}
Alike == Permutations(TwoOps)

\* The council is the members and follows them.
Plan(mem, w) == [mem |-> mem, w |-> w, council |-> mem]
At0(plan) == [mem |-> plan.mem, inc |-> [n \in plan.mem |-> 0], w |-> plan.w,
              council |-> plan.council, start |-> 0]

All123 == {1, 2, 3}

\* Majorities: the leader is left out, or everybody stays; then it is back.
MajorityFirst == At0(Plan(All123, 2))
MajorityPlans == <<{}, {Plan(All123, 2), Plan({2, 3}, 2)}, {Plan(All123, 2)}>>

\* Write quorum all with a witness: two data nodes, a council of three.
Witnessed(mem) == [mem |-> mem, w |-> Cardinality(mem), council |-> All123]
WitnessFirst == At0(Witnessed({1, 2}))
WitnessPlans == <<{}, {Witnessed({1}), Witnessed({2})}, {Witnessed({1, 2})}>>

\* The leader is left out.
ExcludeFirst == At0(Plan(All123, 2))
ExcludePlans == <<{}, {Plan({2, 3}, 2)}, {Plan(All123, 2)}>>

\* From majorities to all and to other members: every choice is made afresh.
SwitchFirst == At0(Plan(All123, 2))
SwitchPlans == <<{}, {Plan({1, 2}, 2), Plan({2, 3}, 2)}, {Plan({1, 3}, 2)}>>

\* A new member leads at once, whether it has caught up itself or not.
JoinFirst == At0(Plan({2, 3}, 2))
JoinPlans == <<{}, {Plan(All123, 2)}, {Plan(All123, 2), Plan({1, 2}, 2)}>>

\* Five nodes that fail one after the other go down to two.
ShrinkFirst == At0(Plan({1, 2, 3, 4, 5}, 3))
ShrinkPlans == <<{}, {Plan({2, 3, 4}, 2)}, {Plan({3, 4}, 2)}>>
=============================================================================

package org.ithaca.cli;

import java.util.List;
import org.ithaca.bench.AppendLoad;
import org.ithaca.log.Plan;

/// What one `ithaca bench append` measures.
///
/// @param plans compared with each other, a log each
/// @param one with one append under way
/// @param many with many
/// @param clients connections of `many`
/// @param repeats of everything
/// @param kill whether the node that orders the log is killed in the middle of `many`
record BenchPlan(List<Plan> plans, AppendLoad one, AppendLoad many, int clients, int repeats, boolean kill) {}

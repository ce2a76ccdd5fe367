package org.ithaca.sim;

/// What a history that was right did.
///
/// @param operations requests of clients that were answered
/// @param epochs epochs that were opened
public record Outcome(long operations, long epochs) {}

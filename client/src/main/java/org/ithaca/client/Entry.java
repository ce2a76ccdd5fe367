package org.ithaca.client;

import org.ithaca.base.Bytes;
import org.ithaca.base.Position;

/// One entry of a log.
///
/// @param position its place
/// @param bytes what was appended; shares the array of the answer it came in, [Bytes#compact] what is kept for long
public record Entry(Position position, Bytes bytes) {}

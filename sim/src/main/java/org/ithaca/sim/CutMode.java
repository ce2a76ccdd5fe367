package org.ithaca.sim;

/// What becomes of the links over a path that is cut.
public enum CutMode {
    /// Frames wait, as TCP would send them again; links whose frames wait too long are given up, the others outlive the
    /// cut.
    HANG,
    /// Frames vanish and the links stay open, as if nothing had happened.
    DROP,
    /// Links are reset at both ends at once.
    RESET
}

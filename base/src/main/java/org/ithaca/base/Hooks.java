package org.ithaca.base;

/// What a test may plant in a core and learn from it. Production uses [#NONE].
public interface Hooks {
    /// Nothing planted, nothing noted.
    Hooks NONE = new Hooks() {
        @Override
        public boolean planted(Defect defect) {
            return false;
        }

        @Override
        public void reached(String probe) {}
    };

    /// Whether the core is to behave as badly as `defect` says.
    boolean planted(Defect defect);

    /// Notes that a rare path was taken; `probe` is a constant such as `cluster.accepted-layout-adopted`.
    /// The simulator fails a run over many seeds that never takes some path.
    void reached(String probe);
}

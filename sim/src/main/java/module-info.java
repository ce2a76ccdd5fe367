/// A world made of one seed: the simulated ports, the faults, the checkers and the runner of seeds.
///
/// The same classes that run on `io` in production run here on virtual time. Depends on the ports alone, never on what
/// it tests.
@org.jspecify.annotations.NullMarked
module org.ithaca.sim {
    requires static transitive org.jspecify;
    requires transitive org.ithaca.base;

    exports org.ithaca.sim;
}

/// Puts whole clusters, nodes and clients alike, into simulated worlds: the scenario that `ithaca sim` runs
/// over many seeds.
@org.jspecify.annotations.NullMarked
module org.ithaca.it {
    requires static transitive org.jspecify;
    requires transitive org.ithaca.server;
    requires transitive org.ithaca.sim;

    exports org.ithaca.it;
}

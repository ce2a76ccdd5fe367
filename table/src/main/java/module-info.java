/// The shared state table: one row of monotone counters per member, written by that member alone and pushed
/// to the others.
@org.jspecify.annotations.NullMarked
module org.ithaca.table {
    requires static transitive org.jspecify;
    requires transitive org.ithaca.base;

    exports org.ithaca.table;
}

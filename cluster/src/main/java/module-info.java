/// Makes many processes one cluster: layout, membership, failure detection, change of epoch, and logs
/// spliced from epochs.
@org.jspecify.annotations.NullMarked
module org.ithaca.cluster {
    requires static transitive org.jspecify;
    requires transitive org.ithaca.base;
    requires transitive org.ithaca.quorum;
    requires transitive org.ithaca.log;
    requires transitive org.ithaca.store;
    requires org.ithaca.table;
    requires org.ithaca.register;
    requires org.ithaca.group;

    exports org.ithaca.cluster;
}

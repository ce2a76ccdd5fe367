/// Says which sets of replicas make a value chosen and which can seal an epoch, and refuses systems that
/// are not safe.
@org.jspecify.annotations.NullMarked
module org.ithaca.quorum {
    requires static transitive org.jspecify;
    requires transitive org.ithaca.base;

    exports org.ithaca.quorum;
}

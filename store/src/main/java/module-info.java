/// Keeps what a node must not forget: the slots of its loglets and its small durable state.
@org.jspecify.annotations.NullMarked
module org.ithaca.store {
    requires static transitive org.jspecify;
    requires transitive org.ithaca.base;

    exports org.ithaca.store;
}

/// Lets several processes agree on one value, by any algorithm that can be said as a configuration of
/// write-once registers.
@org.jspecify.annotations.NullMarked
module org.ithaca.register {
    requires static transitive org.jspecify;
    requires transitive org.ithaca.base;
    requires transitive org.ithaca.quorum;

    exports org.ithaca.register;
}

/// Keeps replicated objects: state rebuilt by playing a log, and the JDK interfaces in front of it.
@org.jspecify.annotations.NullMarked
module org.ithaca.object {
    requires static transitive org.jspecify;
    requires transitive org.ithaca.base;
    requires transitive org.ithaca.client;

    exports org.ithaca.object;
}

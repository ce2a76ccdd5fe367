/// Puts a node together: the deterministic cores behind one door, and the process that hosts them.
@org.jspecify.annotations.NullMarked
module org.ithaca.server {
    requires static transitive org.jspecify;
    requires transitive org.ithaca.client;
    requires transitive org.ithaca.object;
    requires com.fasterxml.jackson.jr.ob;

    exports org.ithaca.server;
}

/// The client library, and the protocol it shares with the servers.
@org.jspecify.annotations.NullMarked
module org.ithaca.client {
    requires static transitive org.jspecify;
    requires transitive org.ithaca.base;
    requires transitive org.ithaca.log;
    requires transitive org.ithaca.cluster;
    requires transitive org.ithaca.io;

    exports org.ithaca.client;
}

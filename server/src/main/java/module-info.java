/// Puts a node together: the deterministic cores behind one door, and the process that hosts them.
@org.jspecify.annotations.NullMarked
module org.ithaca.server {
    requires static transitive org.jspecify;
    requires transitive org.ithaca.client;
    requires transitive org.ithaca.object;
    requires transitive org.ithaca.io;
    requires typesafe.config;
    requires com.fasterxml.jackson.jr.ob;
    requires io.prometheus.metrics.core;
    requires io.prometheus.metrics.model;
    requires io.prometheus.metrics.expositiontextformats;
    requires org.slf4j;

    exports org.ithaca.server;
}

/// Puts a node together: the deterministic cores behind one door, and the process that hosts them.
@org.jspecify.annotations.NullMarked
module org.ithaca.server {
    requires static transitive org.jspecify;
    requires transitive org.ithaca.client;
    requires transitive org.ithaca.object;
    requires transitive org.ithaca.io;
    requires typesafe.config;
    requires io.prometheus.metrics.core;
    requires io.prometheus.metrics.model;
    requires io.prometheus.writer.text;
    requires org.slf4j;
    requires com.fasterxml.jackson.jr.ob;

    exports org.ithaca.server;
}

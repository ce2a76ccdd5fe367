/// The command line: one binary, many verbs.
@org.jspecify.annotations.NullMarked
module org.ithaca.cli {
    requires static transitive org.jspecify;
    requires org.ithaca.server;
    requires org.ithaca.bench;
    requires java.management;
    requires org.ithaca.it;
    requires info.picocli;
    requires ch.qos.logback.classic;
    requires ch.qos.logback.core;
    requires com.fasterxml.jackson.jr.ob;

    exports org.ithaca.cli;

    opens org.ithaca.cli to
            info.picocli;

    provides ch.qos.logback.classic.spi.Configurator with
            org.ithaca.cli.LogSetup;
}

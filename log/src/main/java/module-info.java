/// What a log is made of: entries, runs, batches and sessions, and the contract every engine fulfils, the `Loglet`.
@org.jspecify.annotations.NullMarked
module org.ithaca.log {
    requires static transitive org.jspecify;
    requires transitive org.ithaca.base;
    requires transitive org.ithaca.quorum;

    exports org.ithaca.log;
}

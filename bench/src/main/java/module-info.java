/// Measures what a cluster does, beside what the machine below it gives.
@org.jspecify.annotations.NullMarked
module org.ithaca.bench {
    requires static transitive org.jspecify;
    requires transitive org.ithaca.client;
    requires java.management;
    requires HdrHistogram;

    exports org.ithaca.bench;
}

/// Values every part shares, and the ports through which the deterministic core meets the world.
///
/// Nothing here starts a thread, reads a clock, draws a random number, opens a socket or writes a log line.
@org.jspecify.annotations.NullMarked
module org.ithaca.base {
    requires static transitive org.jspecify;
    requires java.management;

    exports org.ithaca.base;
}

/// The member-driven engine: loglets whose slots are ordered, spread and counted by the members themselves.
@org.jspecify.annotations.NullMarked
module org.ithaca.group {
    requires static transitive org.jspecify;
    requires transitive org.ithaca.log;
    requires org.ithaca.table;

    exports org.ithaca.group;
}

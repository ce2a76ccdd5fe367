/// Keeps replicated objects: state rebuilt by playing a log (Tango, SOSP'13), and the JDK interfaces in
/// front of it.
///
/// A *mutator* is an entry of an object log. Every member plays the log through an [ObjectHost], which
/// hands each entry to the [ReplicatedObject] it names; the result goes back to the caller with the
/// acknowledgement. An *accessor* never enters the log: it is a question put to one member's state, after
/// that member has caught up with the log if the caller wants a linearizable answer.
///
/// State is kept in persistent (immutable, structure-sharing) form, so an image of all objects at one
/// position costs nothing to take and can be written to a checkpoint piece by piece while the log goes on.
///
/// | part | what it does |
/// |---|---|
/// | [ObjectHost] | objects of one log by name: apply, query, checkpoint, restore |
/// | [ReplicatedObject], [ObjectType] | what a kind of object must be able to do |
/// | [MapObject], [MapOperation] | the replicated map and its mutators and accessors |
package org.ithaca.object;

/// Keeps what a node must not forget: the slots of its loglets and its small durable state.
///
/// [Storage] is what a node's core sees: requests that return at once, answers that come later on the core's own
/// thread.
package org.ithaca.store;

package org.ithaca.cluster;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ithaca.base.LogletId;
import org.ithaca.base.NodeId;

/// Why the layout is to change.
///
/// @param out members that have failed, or whose present run cannot take part
/// @param joining runs that want to take part and lack little
/// @param requests operators' wishes that the present layout does not fulfil
/// @param stuck loglets that were sealed by a change nobody finished
record Reasons(Set<NodeId> out, Map<NodeId, Joiner> joining, List<Request> requests, Set<LogletId> stuck) {
    /// A run that wants to take part.
    record Joiner(long incarnation, String address) {}

    boolean empty() {
        return out.isEmpty() && joining.isEmpty() && requests.isEmpty() && stuck.isEmpty();
    }

    /// Whether there is no other reason than that somebody wants to join.
    boolean onlyJoins() {
        return out.isEmpty() && requests.isEmpty() && stuck.isEmpty();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        add(text, "out", out);
        add(text, "joining", joining.keySet());
        add(text, "requested", requests);
        add(text, "unfinished", stuck);
        return text.toString();
    }

    private static void add(StringBuilder text, String what, java.util.Collection<?> which) {
        if (!which.isEmpty()) {
            text.append(text.isEmpty() ? "" : ", ").append(what).append(' ').append(which);
        }
    }
}

package org.ithaca.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.ithaca.base.LogId;
import org.ithaca.base.NodeId;
import org.ithaca.cluster.Layout;
import org.ithaca.log.Plan;

/// Changes of the cluster itself, and what it says about itself. Each change may be asked for twice without harm; a
/// future that fails with UNKNOWN may be asked for again.
public final class Admin {
    private final ClientHost host;

    Admin(ClientHost host) {
        this.host = host;
    }

    /// The newest layout this client knows.
    public Layout layout() {
        return host.layout();
    }

    /// Opens the next epoch of a log under another plan; appends go on. Gives a layout version at which it holds.
    public CompletableFuture<Long> changePlan(LogId log, Plan plan) {
        return host.change(request -> new Request.ChangePlan(request, log, plan));
    }

    /// Takes a node into the cluster: it copies what it lacks and takes part from the next change of layout on.
    /// Gives a layout version at which it is known.
    public CompletableFuture<Long> addMember(NodeId node, String address) {
        return host.change(request -> new Request.AddMember(request, node, address));
    }

    /// Takes a node out of the cluster. Gives a layout version at which it is out.
    public CompletableFuture<Long> removeMember(NodeId node) {
        return host.change(request -> new Request.RemoveMember(request, node));
    }

    /// What one node (the one of [ClientOptions#only], else any) knows of the cluster, as one JSON object.
    public CompletableFuture<String> status() {
        return host.read(
                null,
                Duration.ZERO,
                Request.Status::new,
                Answer.StatusReport.class,
                report -> report.json().utf8());
    }
}

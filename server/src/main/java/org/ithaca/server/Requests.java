package org.ithaca.server;

import org.ithaca.base.IthacaException;
import org.ithaca.base.Link;
import org.ithaca.base.LogId;
import org.ithaca.client.Answer;
import org.ithaca.client.Request;
import org.ithaca.cluster.ClusterCore;
import org.ithaca.cluster.LogKind;
import org.ithaca.cluster.Outcome;
import org.ithaca.cluster.VirtualLog;
import org.ithaca.io.Addresses;
import org.ithaca.log.RunReader;
import org.jspecify.annotations.Nullable;

/// Takes clients' requests to where they are answered.
final class Requests {
    private static final int LONGEST_NAME = 200;

    private final NodeCore node;

    Requests(NodeCore node) {
        this.node = node;
    }

    /// @throws org.ithaca.base.MalformedException if the request's runs are not valid
    void handle(Link link, ClientConnection client, Request request) {
        switch (request) {
            case Request.Append append -> append(link, client, append);
            case Request.Subscribe _ -> node.subscribe(link, client);
            case Request.Read read -> {
                LogService service = service(link, read.request(), read.log());
                if (service != null) {
                    service.reader().read(link, read);
                }
            }
            case Request.Tail tail -> {
                LogService service = service(link, tail.request(), tail.log());
                if (service != null) {
                    service.reader().tail(link, tail);
                }
            }
            case Request.Query query -> {
                LogService service = service(link, query.request(), query.log());
                if (service != null) {
                    service.reader().query(link, query);
                }
            }
            case Request.Trim trim -> trim(link, trim);
            case Request.CreateLog create -> createLog(link, create);
            case Request.ChangePlan change ->
                cluster().changePlan(change.log(), change.plan(), done -> answer(link, change.request(), done));
            case Request.AddMember add -> addMember(link, add);
            case Request.RemoveMember remove ->
                cluster().removeMember(remove.node(), done -> answer(link, remove.request(), done));
            case Request.Status status ->
                new Answer.StatusReport(status.request(), StatusJson.of(node.status())).send(link);
        }
    }

    private ClusterCore cluster() {
        return node.cluster();
    }

    private void append(Link link, ClientConnection client, Request.Append append) {
        if (!client.isNewAppend(append.request())) {
            return;
        }
        LogService service = node.service(append.log());
        if (service != null) {
            service.append(link, append.request(), append.runs());
            return;
        }
        RunReader.validate(append.runs());
        for (RunReader runs = new RunReader(append.runs()); runs.next(); ) {
            new Answer.Refused(
                            append.request(),
                            append.log(),
                            runs.run().session(),
                            runs.run().firstSequence(),
                            Answer.Reason.LOG_UNKNOWN,
                            0,
                            null)
                    .send(link);
        }
    }

    private @Nullable LogService service(Link link, long request, LogId log) {
        LogService service = node.service(log);
        if (service == null) {
            fail(link, request, IthacaException.Code.NOT_FOUND, "this node knows no log " + log.value());
        } else if (!service.ready()) {
            fail(link, request, IthacaException.Code.UNAVAILABLE, "this node is still restoring the log; try again");
            service = null;
        }
        return service;
    }

    private void trim(Link link, Request.Trim trim) {
        LogService service = service(link, trim.request(), trim.log());
        if (service == null) {
            return;
        }
        if (service.log().kind() != LogKind.RAW) {
            fail(
                    link,
                    trim.request(),
                    IthacaException.Code.INVALID,
                    "a log of objects is trimmed by its checkpoints, not by request");
            return;
        }
        service.log().trim(Math.min(trim.below(), service.log().delivered()));
        new Answer.Done(trim.request(), node.layout().version()).send(link);
    }

    /// The address ends up in the layout, where every node uses it: it must be one.
    private void addMember(Link link, Request.AddMember add) {
        try {
            Addresses.check(add.address());
        } catch (IthacaException e) {
            fail(link, add.request(), e.code(), String.valueOf(e.getMessage()));
            return;
        }
        cluster().addMember(add.node(), add.address(), done -> answer(link, add.request(), done));
    }

    private void createLog(Link link, Request.CreateLog create) {
        if (create.name().isBlank() || create.name().length() > LONGEST_NAME) {
            fail(
                    link,
                    create.request(),
                    IthacaException.Code.INVALID,
                    "the name of a log has 1 to " + LONGEST_NAME + " characters");
            return;
        }
        cluster().createLog(create.name(), create.kind(), create.plan(), done -> {
            if (done instanceof Outcome.Done) {
                long id = cluster()
                        .log(create.name())
                        .map(VirtualLog::id)
                        .map(LogId::value)
                        .orElse(-1);
                new Answer.Done(create.request(), id).send(link);
            } else {
                answer(link, create.request(), done);
            }
        });
    }

    private static void answer(Link link, long request, Outcome outcome) {
        switch (outcome) {
            case Outcome.Done done -> new Answer.Done(request, done.version()).send(link);
            case Outcome.Failed failed ->
                new Answer.Failure(
                                request,
                                failed.why().code(),
                                failed.why().outcome(),
                                String.valueOf(failed.why().getMessage()))
                        .send(link);
        }
    }

    private static void fail(Link link, long request, IthacaException.Code code, String message) {
        new Answer.Failure(request, code, IthacaException.Outcome.NOT_DONE, message).send(link);
    }
}

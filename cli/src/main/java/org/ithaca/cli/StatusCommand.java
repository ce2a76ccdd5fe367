package org.ithaca.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.ithaca.client.Ithaca;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `ithaca status`.
@Command(
        name = "status",
        description = "Shows members, council, epochs, plans and frontiers, as one node knows them.",
        mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private Servers servers = new Servers();

    @Option(names = "--json", description = "one JSON object as the last line")
    private boolean json;

    StatusCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        try (Ithaca ithaca = servers.connect()) {
            String status = LogCommand.join(ithaca.admin().status());
            if (json) {
                console.print(status);
            } else {
                print(JSON.std.mapFrom(status));
            }
        }
        return Exit.OK;
    }

    private void print(Map<String, Object> status) {
        Object change = status.get("change");
        console.print("layout " + status.get("layout") + ", as node " + status.get("node") + " knows it"
                + ("".equals(change) ? "" : "; change under way: " + change) + "\n");
        Table nodes = new Table("node", "address", "member", "council", "linked", "suspected by", "run");
        for (Map<String, Object> node : rows(status, "nodes")) {
            nodes.row(
                    node.get("id"),
                    node.get("address"),
                    yes(node.get("member")),
                    yes(node.get("council")),
                    yes(node.get("linked")),
                    String.valueOf(node.get("suspectedBy")).equals("[]") ? "-" : node.get("suspectedBy"),
                    node.get("incarnation"));
        }
        console.print(nodes);
        warn(rows(status, "nodes"));
        for (Map<String, Object> log : rows(status, "logs")) {
            print(log, log.get("writer"));
        }
    }

    /// Two of two members are a majority, one is not: what that means for whoever looks is said.
    private void warn(List<Map<String, Object>> nodes) {
        long members = nodes.stream()
                .filter(node -> Boolean.TRUE.equals(node.get("member")))
                .count();
        if (members < nodes.size()) {
            console.print("warning: " + members + " of " + nodes.size() + " nodes take part; "
                    + (members <= 2
                            ? "the loss of one more stops writes until it, or one that is away, is back"
                            : "the others come back by themselves once they run")
                    + "\n");
        }
    }

    private void print(Map<String, Object> log, @Nullable Object writer) {
        console.print("log '" + log.get("name") + "' (" + log.get("kind") + "), epoch " + log.get("epoch") + ": "
                + log.get("order") + " x " + log.get("quorum") + " x " + log.get("spread") + ", "
                + (Boolean.TRUE.equals(log.get("durable")) ? "on disk" : "in memory") + ", "
                + (writer == null ? "every member writes" : "node " + writer + " writes"));
        console.print("  delivered " + log.get("delivered") + ", stable " + log.get("stable") + ", durably stable "
                + log.get("durablyStable") + ", trimmed below " + log.get("trimmedBelow"));
        Table replicas = new Table("  replica", "received slots", "durable slots");
        for (Map<String, Object> replica : rows(log, "replicas")) {
            replicas.row("  " + replica.get("node"), replica.get("received"), replica.get("durable"));
        }
        console.print(replicas);
    }

    private static String yes(@Nullable Object truth) {
        return Boolean.TRUE.equals(truth) ? "yes" : "no";
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> rows(Map<String, Object> of, String key) {
        return (List<Map<String, Object>>) of.getOrDefault(key, List.of());
    }
}

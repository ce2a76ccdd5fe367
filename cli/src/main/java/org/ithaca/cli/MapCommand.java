package org.ithaca.cli;

import java.util.concurrent.Callable;
import org.ithaca.client.Ithaca;
import org.ithaca.client.ReadLevel;
import org.ithaca.object.Codec;
import org.ithaca.object.ReplicatedMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Verbs about replicated maps of text.
@Command(
        name = "map",
        description = "Reads and changes a replicated map of text.",
        mixinStandardHelpOptions = true,
        subcommands = {MapCommand.Put.class, MapCommand.Get.class, MapCommand.Listing.class})
final class MapCommand {
    private MapCommand() {}

    private static ReplicatedMap<String, String> open(Ithaca ithaca, String name) {
        return ReplicatedMap.open(ithaca, name, Codec.TEXT, Codec.TEXT);
    }

    /// `ithaca map put`.
    @Command(
            name = "put",
            description = "Sets a value; prints the one before, if there was one.",
            mixinStandardHelpOptions = true)
    static final class Put implements Callable<Integer> {
        private final Console console;

        @Mixin
        private Servers servers = new Servers();

        @Parameters(index = "0", paramLabel = "MAP", description = "name of the map")
        private String map = "";

        @Parameters(index = "1", paramLabel = "KEY")
        private String key = "";

        @Parameters(index = "2", paramLabel = "VALUE")
        private String value = "";

        Put(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() {
            try (Ithaca ithaca = servers.connect()) {
                String before = open(ithaca, map).put(key, value);
                if (before != null) {
                    console.print(before);
                }
            }
            return Exit.OK;
        }
    }

    /// `ithaca map get`.
    @Command(
            name = "get",
            description = "Prints the value of a key; exits with 1 if there is none.",
            mixinStandardHelpOptions = true)
    static final class Get implements Callable<Integer> {
        private final Console console;

        @Mixin
        private Servers servers = new Servers();

        @Parameters(index = "0", paramLabel = "MAP", description = "name of the map")
        private String map = "";

        @Parameters(index = "1", paramLabel = "KEY")
        private String key = "";

        @Option(names = "--stable", description = "what the node asked has, without asking a quorum")
        private boolean stable;

        Get(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() {
            try (Ithaca ithaca = servers.connect()) {
                ReadLevel level = stable ? ReadLevel.STABLE : ReadLevel.LINEARIZABLE;
                String value = open(ithaca, map).reading(level).get(key);
                if (value == null) {
                    console.say("no value of '" + key + "'");
                    return Exit.FAILED;
                }
                console.print(value);
            }
            return Exit.OK;
        }
    }

    /// `ithaca map list`.
    @Command(
            name = "list",
            description = "Prints keys and values, separated by a tab.",
            mixinStandardHelpOptions = true)
    static final class Listing implements Callable<Integer> {
        private final Console console;

        @Mixin
        private Servers servers = new Servers();

        @Parameters(index = "0", paramLabel = "MAP", description = "name of the map")
        private String map = "";

        Listing(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() {
            try (Ithaca ithaca = servers.connect()) {
                open(ithaca, map).forEach((key, value) -> console.print(key + "\t" + value));
            }
            return Exit.OK;
        }
    }
}

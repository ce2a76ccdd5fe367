package org.ithaca.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.ithaca.server.Setting;
import org.ithaca.server.Settings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Verbs about configuration.
@Command(
        name = "config",
        description = "Explains the settings of a node.",
        mixinStandardHelpOptions = true,
        subcommands = ConfigCommand.Show.class)
final class ConfigCommand {
    private ConfigCommand() {}

    /// `ithaca config show`.
    @Command(
            name = "show",
            description = "Prints every setting: its value, where that came from, and what it means.",
            mixinStandardHelpOptions = true)
    static final class Show implements Callable<Integer> {
        private final Console console;

        @Option(names = "--config", paramLabel = "FILE", description = "configuration file")
        private @Nullable Path config;

        @Option(names = "--set", paramLabel = "KEY=VALUE", description = "a setting, over the file and the environment")
        private Map<String, String> set = new LinkedHashMap<>();

        @Option(names = "--json", description = "one JSON object as the last line")
        private boolean json;

        Show(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() {
            Settings settings = Settings.load(config, System.getenv(), set);
            Table table = new Table("setting", "value", "origin", "meaning");
            Map<String, Object> out = new LinkedHashMap<>();
            for (Setting setting : Setting.values()) {
                Settings.Value value = settings.value(setting);
                table.row(setting.key(), value.text(), value.origin(), setting.meaning());
                out.put(setting.key(), Map.of("value", value.text(), "origin", value.origin()));
            }
            if (json) {
                console.json(out);
            } else {
                console.print(table);
            }
            return Exit.OK;
        }
    }
}

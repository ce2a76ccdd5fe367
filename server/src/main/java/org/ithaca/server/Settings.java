package org.ithaca.server;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.ithaca.base.IthacaException;
import org.jspecify.annotations.Nullable;

/// The values of all [Setting]s and where each came from: a file (HOCON), the environment over it, flags
/// over both. Immutable.
public final class Settings {
    /// A value and its origin, for `ithaca config show`.
    public record Value(String text, String origin) {}

    private final Map<Setting, Value> values;

    private Settings(Map<Setting, Value> values) {
        this.values = values;
    }

    /// Reads a file, if there is one, then the environment, then `flags` (keys as in the file).
    ///
    /// @throws IthacaException INVALID, naming the line or flag, if anything is unknown or cannot be read
    public static Settings load(@Nullable Path file, Map<String, String> environment, Map<String, String> flags) {
        Map<Setting, Value> values = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            values.put(setting, new Value(setting.fallback(), "default"));
        }
        if (file != null) {
            fromFile(file, values);
        }
        for (Setting setting : Setting.values()) {
            String set = environment.get(setting.variable());
            if (set != null) {
                values.put(setting, new Value(set, "environment " + setting.variable()));
            }
        }
        flags.forEach((key, text) -> values.put(known(key, "flag --set " + key), new Value(text, "flag --set " + key)));
        return new Settings(values);
    }

    private static void fromFile(Path file, Map<Setting, Value> values) {
        if (!Files.isReadable(file)) {
            throw invalid("the configuration file " + file + " cannot be read; does it exist?");
        }
        try {
            Config config = ConfigFactory.parseFile(file.toFile()).resolve();
            for (Map.Entry<String, ConfigValue> entry : config.entrySet()) {
                String origin = file.getFileName() + " line "
                        + entry.getValue().origin().lineNumber();
                String key = entry.getKey().replace("\"", "");
                values.put(known(key, origin), new Value(text(entry.getValue()), origin));
            }
        } catch (ConfigException e) {
            throw invalid("the configuration file " + file + " makes no sense: " + e.getMessage());
        }
    }

    private static String text(ConfigValue value) {
        if (value.valueType() == ConfigValueType.LIST) {
            return ((com.typesafe.config.ConfigList) value)
                    .stream().map(item -> String.valueOf(item.unwrapped())).collect(Collectors.joining(","));
        }
        return String.valueOf(value.unwrapped());
    }

    private static Setting known(String key, String origin) {
        return Setting.of(key)
                .orElseThrow(() -> invalid(origin + ": there is no setting '" + key + "'; did you mean '"
                        + Setting.nearest(key) + "'? `ithaca config show` lists them all"));
    }

    /// The value and its origin.
    public Value value(Setting setting) {
        Value value = values.get(setting);
        if (value == null) {
            throw new IllegalStateException("no value of " + setting);
        }
        return value;
    }

    String text(Setting setting) {
        return value(setting).text();
    }

    /// The value if there is one.
    ///
    /// @throws IthacaException INVALID if there is none
    String required(Setting setting) {
        String text = text(setting);
        if (text.isBlank()) {
            throw invalid("setting '" + setting.key() + "' is needed: " + setting.meaning());
        }
        return text;
    }

    long number(Setting setting, long least, long most) {
        Value value = value(setting);
        try {
            long number = Long.parseLong(value.text().trim());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw wrong(setting, "is not a whole number");
        }
        throw wrong(setting, "is not between " + least + " and " + most);
    }

    boolean truth(Setting setting) {
        return switch (text(setting)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong(setting, "is neither true nor false");
        };
    }

    IthacaException wrong(Setting setting, String what) {
        Value value = value(setting);
        return invalid(setting.key() + " = '" + value.text() + "' (" + value.origin() + ") " + what + ": "
                + setting.meaning());
    }

    static IthacaException invalid(String message) {
        return IthacaException.notDone(IthacaException.Code.INVALID, message);
    }
}

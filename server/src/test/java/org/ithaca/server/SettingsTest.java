package org.ithaca.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.ithaca.base.IthacaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
    @TempDir
    private Path directory;

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("node.conf"), text);
    }

    private static String wrong(org.junit.jupiter.api.function.Executable load) {
        IthacaException thrown = assertThrows(IthacaException.class, load);
        assertEquals(IthacaException.Code.INVALID, thrown.code());
        return String.valueOf(thrown.getMessage());
    }

    @Test
    void flagsBeatTheEnvironmentWhichBeatsTheFileWhichBeatsDefaults() throws IOException {
        Path file = file("cluster = one\nnode = 1\nmembers = [\"0@a:1\", \"1@b:2\"]\nheartbeat-millis = 200\n");
        Settings settings = Settings.load(
                file, Map.of("ITHACA_NODE", "2", "ITHACA_HEARTBEAT_MILLIS", "300"), Map.of("heartbeat-millis", "400"));
        assertEquals(new Settings.Value("one", "node.conf line 1"), settings.value(Setting.CLUSTER));
        assertEquals(new Settings.Value("2", "environment ITHACA_NODE"), settings.value(Setting.NODE));
        assertEquals("0@a:1,1@b:2", settings.text(Setting.MEMBERS));
        assertEquals(new Settings.Value("400", "flag --set heartbeat-millis"), settings.value(Setting.HEARTBEAT));
        assertEquals(new Settings.Value("leader", "default"), settings.value(Setting.ORDER));
    }

    @Test
    void mistakesNameTheirPlace() throws IOException {
        Path file = file("cluster = one\nhartbeat-millis = 5\n");
        String unknown = wrong(() -> Settings.load(file, Map.of(), Map.of()));
        assertTrue(unknown.contains("line 2") && unknown.contains("'heartbeat-millis'"), unknown);
        String flag = wrong(() -> Settings.load(null, Map.of(), Map.of("nod", "1")));
        assertTrue(flag.contains("--set nod") && flag.contains("'node'"), flag);
        wrong(() -> Settings.load(directory.resolve("none"), Map.of(), Map.of()));
        Path broken = file("cluster = {\n");
        wrong(() -> Settings.load(broken, Map.of(), Map.of()));
    }

    @Test
    void valuesAreCheckedAgainstTheirRange() {
        Settings settings = Settings.load(
                null, Map.of(), Map.of("heartbeat-millis", "x", "node", "70000", "default.durable", "yes"));
        wrong(() -> settings.number(Setting.HEARTBEAT, 1, 10));
        wrong(() -> settings.number(Setting.NODE, 0, 65_535));
        wrong(() -> settings.truth(Setting.DURABLE));
        wrong(() -> settings.required(Setting.CLUSTER));
        assertEquals(70_000, settings.number(Setting.NODE, 0, 70_000));
    }
}

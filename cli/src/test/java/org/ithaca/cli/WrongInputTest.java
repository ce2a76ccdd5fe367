package org.ithaca.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is wrong on the command line, in the environment of a node or in its file gets one clear answer and
/// the right exit code, and never a stack trace.
class WrongInputTest {
    @TempDir
    private Path folder;

    private static void assertRefused(Ran ran, int exit, String says) {
        assertEquals(exit, ran.exit(), ran.all());
        assertTrue(ran.err().contains(says), "'" + says + "' is not in: " + ran.err());
        assertFalse(ran.err().contains("\tat "), "a stack trace: " + ran.err());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "frobnicate                        | Unmatched argument",
                "quorum chek                       | Did you mean: quorum check",
                "quorum check                      | Missing required parameter",
                "quorum check majority --members x | is not an int",
                "log append                        | Missing required parameter",
                "log read                          | Missing required parameter",
                "log read orders --from x          | is not a long",
                "log read orders --max many        | is not an int",
                "log tail                          | Missing required parameter",
                "log tail orders --from -x         | ",
                "map put m                         | Missing required parameter",
                "map put m k                       | Missing required parameter",
                "map get m                         | Missing required parameter",
                "map list                          | Missing required parameter",
                "map put m k v w                   | Unmatched argument",
                "status --jsn                      | Unknown option: '--jsn'",
                "status --only first               | is not an int",
                "status --deadline soon            | is not an int",
                "up -n x                           | is not an int",
                "up -n 0                           | 1 to 64 nodes",
                "up -n 65                          | 1 to 64 nodes",
                "up --port high                    | is not an int",
                "node --set nonsense               | KEY=VALUE",
                "node --confg x                    | Unknown options: '--confg'",
                "spec --tiny                       | Unknown option: '--tiny'",
            })
    void theCommandLineIsWrong(String line, String says) {
        assertRefused(Ran.of(line.trim().split(" +")), Exit.USAGE, says == null ? "" : says);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "most",
                "counting(2)",
                "counting(a,b)",
                "counting(0,3)",
                "grid(3)",
                "grid(0x4)",
                "grid(9x9)",
                "groups(4)",
                "weighted(1,1,1)",
                "explicit({0,1})",
                "majority)",
                "''",
            })
    void theQuorumSystemCannotBeRead(String spec) {
        Ran ran = Ran.of("quorum", "check", spec);
        assertTrue(ran.exit() == Exit.USAGE || ran.exit() == Exit.FAILED, ran.all());
        assertTrue(ran.err().startsWith("ithaca: "), ran.err());
        assertFalse(ran.err().contains("\tat "), ran.err());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "counting(2,2) | 4 | write quorum {0,1} and seal quorum {2,3}",
                "grid(3x4)     | 5 | ",
                "groups(4x3)   | 7 | ",
                "explicit({0,1},{2,3};{0,2}) | 4 | ",
            })
    void theQuorumSystemIsNotSafeOrDoesNotFit(String spec, int members, String says) {
        Ran ran = Ran.of("quorum", "check", spec, "-n", Integer.toString(members));
        if (says == null && ran.exit() == Exit.OK) {
            assertTrue(spec.startsWith("explicit"), ran.all());
        } else {
            assertRefused(ran, Exit.FAILED, says == null ? "ithaca: " : says);
        }
    }

    private Ran node(String... lines) throws IOException {
        Path file = folder.resolve("node.conf");
        Files.write(file, Arrays.asList(lines));
        return Ran.of("node", "--config", file.toString());
    }

    private Ran nodeWith(String line) throws IOException {
        List<String> lines = new ArrayList<>(List.of(
                "cluster = c",
                "node = 0",
                "members = [\"0@127.0.0.1:1\"]",
                "listen = \"127.0.0.1:0\"",
                "data = \"" + folder.resolve("data") + "\""));
        String key = line.substring(0, line.indexOf('=')).trim();
        lines.removeIf(each -> each.startsWith(key + " ="));
        lines.add(line);
        return node(lines.toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "lisen = 7                             | did you mean 'listen'",
                "defalt.order = leader                 | did you mean 'default.order'",
                "node = x                              | a node's number, 0 to 65535",
                "node = 65536                          | a node's number, 0 to 65535",
                "node = \"-1\"                         | a node's number, 0 to 65535",
                "node = 7                              | does not name this node",
                "members = [\"0-127.0.0.1:1\"]         | number@host:port",
                "members = [\"x@127.0.0.1:1\"]         | a node's number",
                "members = [\"0@127.0.0.1\"]           | host:port",
                "members = [\"0@a:1\", \"0@b:2\"]      | names node 0 twice",
                "members = []                          | 'members'",
                "contacts = [\"1@127.0.0.1:1\"]        | not both",
                "listen = \"nowhere\"                  | host:port",
                "listen = \"127.0.0.1:99999\"          | host:port",
                "advertise = \"here\"                  | host:port",
                "admin = \"everywhere\"                | host:port",
                "data = \"\"                           | setting 'data' is needed",
                "cluster = \"\"                        | setting 'cluster' is needed",
                "default.order = ring                  | leader or round-robin",
                "default.quorum = most                 | most",
                "default.durable = maybe               | neither true nor false",
                "heartbeat-millis = 1                  | between 10 and 10000",
                "heartbeat-millis = often              | not a whole number",
                "silence-millis = 60                   | less than two heartbeats",
                "segment-bytes = 10                    | between 1024 and",
                "spin-micros = -5                      | between 0 and",
                "tls.certificate = \"c.pem\"           | setting 'tls.key' is needed",
                "council = [x]                         | a node's number",
            })
    void theFileOfANodeIsWrong(String line, String says) throws IOException {
        assertRefused(nodeWith(line), Exit.USAGE, says);
    }

    @Test
    void theFileIsNoConfiguration() throws IOException {
        assertRefused(node("cluster = [", "node"), Exit.USAGE, "makes no sense");
    }

    @Test
    void theFileIsNotThere() {
        assertRefused(Ran.of("node", "--config", folder.resolve("none").toString()), Exit.USAGE, "cannot be read");
    }

    @Test
    void theFlagIsUnknown() {
        assertRefused(Ran.of("config", "show", "--set", "nod=1"), Exit.USAGE, "did you mean 'node'");
    }

    @Test
    void nobodyIsThere() {
        Ran ran = Ran.of("status", "-s", "127.0.0.1:1", "--deadline", "1");
        assertRefused(ran, Exit.UNAVAILABLE, "127.0.0.1:1");
    }

    @Test
    void theAddressMakesNoSense() {
        assertRefused(Ran.of("status", "-s", "nowhere"), Exit.USAGE, "host:port");
    }

    @Test
    void theModelsAreNotThere() {
        assertRefused(Ran.of("spec", "--dir", folder.toString()), Exit.IO, "models.tsv");
    }
}

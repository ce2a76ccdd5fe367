package org.ithaca.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.ithaca.base.IthacaException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AdminHttpTest {
    private NodeLoop loop;
    private AdminHttp http;

    @BeforeAll
    void start() {
        loop = NodeLoop.start(LoopOptions.named("admin-test"));
        http = AdminHttp.start(
                loop,
                "127.0.0.1:0",
                Map.of(
                        "/metrics",
                        () -> AdminHttp.Page.text(true, "frames 7 on the loop: " + loop.onThread() + "\n"),
                        "/health",
                        () -> AdminHttp.Page.text(false, "no quorum\n"),
                        "/broken",
                        () -> {
                            throw new IllegalStateException("broken");
                        }));
    }

    @AfterAll
    void stop() {
        http.close();
        loop.close();
    }

    private String ask(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), http.port())) {
            socket.setSoTimeout((int) Party.PATIENCE.toMillis());
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String get(String path) throws IOException {
        return ask("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    }

    private static void assertAnswer(int status, String ending, String answer) {
        assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
        assertTrue(answer.endsWith(ending), answer);
    }

    @Test
    void pagesAreMadeOnTheLoop() throws IOException {
        assertAnswer(200, "frames 7 on the loop: true\n", get("/metrics"));
        assertAnswer(200, "frames 7 on the loop: true\n", get("/metrics?x=1"));
    }

    @Test
    void aNodeThatIsNotWellSaysSo() throws IOException {
        assertAnswer(503, "no quorum\n", get("/health"));
    }

    @Test
    void everythingElseIsRefused() throws IOException {
        assertAnswer(404, "/broken /health /metrics\n", get("/"));
        assertAnswer(404, "\n", get("/metrics/../../etc/passwd"));
        assertAnswer(405, "only GET\n", ask("DELETE /metrics HTTP/1.1\r\n\r\n"));
        assertAnswer(405, "only GET\n", ask("POST /metrics HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc"));
        assertAnswer(400, "not a request\n", ask("nonsense\r\n\r\n"));
        assertAnswer(400, "not a request\n", ask("GET /" + "a".repeat(5000) + " HTTP/1.1\r\n\r\n"));
        assertAnswer(400, "not a request\n", ask("GET / HTTP/1.1\r\nX: " + "a".repeat(20_000) + "\r\n\r\n"));
    }

    @Test
    void aPageThatFailsHarmsNothing() throws IOException {
        assertAnswer(500, "\n", get("/broken"));
        assertAnswer(503, "\n", get("/health"));
    }

    @Test
    void onlyALoopbackAddressWillDo() {
        IthacaException error = assertThrows(IthacaException.class, () -> AdminHttp.start(loop, "0.0.0.0:0", Map.of()));
        assertEquals(IthacaException.Code.INVALID, error.code());
    }

    @Test
    void anAddressInUseIsNamed() {
        IthacaException error =
                assertThrows(IthacaException.class, () -> AdminHttp.start(loop, "127.0.0.1:" + http.port(), Map.of()));
        assertTrue(error.getMessage().contains(String.valueOf(http.port())), error.getMessage());
    }
}

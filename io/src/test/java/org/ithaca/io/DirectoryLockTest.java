package org.ithaca.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ithaca.base.IthacaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryLockTest {
    @TempDir
    private Path parent;

    private void assertTaken(Path directory, long holder) {
        IthacaException error = assertThrows(IthacaException.class, () -> DirectoryLock.acquire(directory));
        assertEquals(IthacaException.Code.CONFLICT, error.code());
        assertTrue(error.getMessage().contains("process " + holder), error.getMessage());
    }

    @Test
    void oneOwnerAtATime() throws IOException {
        Path directory = parent.resolve("a/b");
        try (DirectoryLock _ = DirectoryLock.acquire(directory)) {
            assertTaken(directory, ProcessHandle.current().pid());
        }
        DirectoryLock.acquire(directory).close();
    }

    @Test
    void theNameOfADeadOwnerIsReplaced() throws IOException {
        Files.writeString(parent.resolve(DirectoryLock.FILE), "123456789012");
        try (DirectoryLock _ = DirectoryLock.acquire(parent)) {
            assertTaken(parent, ProcessHandle.current().pid());
        }
    }

    @Test
    void anotherProcessIsNamed() throws IOException, InterruptedException {
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        parent.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertEquals('+', other.getInputStream().read());
            assertTaken(parent, other.pid());
        } finally {
            other.destroyForcibly().waitFor();
        }
        DirectoryLock.acquire(parent).close();
    }

    /// Takes the directory, says so, and keeps it.
    static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws IOException {
            try (DirectoryLock _ = DirectoryLock.acquire(Path.of(arguments[0]))) {
                System.out.print('+');
                System.out.flush();
                int end = System.in.read();
                System.exit(end);
            }
        }
    }
}

package org.ithaca.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ChildProcessTest {
    private static final int PATIENCE_SECONDS = 60;

    private static ProcessBuilder sleep() {
        return new ProcessBuilder("sleep", "1000");
    }

    @Test
    void itIsEndedAtTheLatestWhenItIsClosed() throws IOException {
        Process process;
        try (ChildProcess child = ChildProcess.start(sleep())) {
            process = child.process();
            assertTrue(process.isAlive());
        }
        assertFalse(process.isAlive());
    }

    @Test
    void itsOwnEndIsLeftAsItIs() throws IOException, InterruptedException {
        try (ChildProcess child = ChildProcess.start(new ProcessBuilder("sh", "-c", "exit 7"))) {
            assertEquals(7, child.process().waitFor());
        }
    }

    /// The process in between, which is told to end.
    static final class Parent {
        private Parent() {}

        @SuppressWarnings("resource")
        public static void main(String[] args) throws IOException, InterruptedException {
            Process child = ChildProcess.start(sleep()).process();
            System.out.println(child.pid());
            child.waitFor();
        }
    }

    @Test
    void itEndsWhenItsParentIsToldToEnd() throws Exception {
        Process parent = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-cp",
                        "target/classes:target/test-classes",
                        Parent.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String pid = parent.inputReader().readLine();
        ProcessHandle child = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
        parent.destroy();
        assertTrue(parent.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS));
        child.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertFalse(child.isAlive());
    }
}

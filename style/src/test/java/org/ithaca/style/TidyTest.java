package org.ithaca.style;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What a reader should never meet.
class TidyTest {
    private static final int LONGEST_FILE = 500;

    private static final Pattern UNFINISHED = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");
    private static final Pattern SWALLOWED = Pattern.compile("catch *\\([^)]*\\) *\\{\\s*\\}");
    private static final Pattern SKIPPED = Pattern.compile("@Dis" + "abled|assumeTrue\\(false");

    private static List<String> files(Predicate<Path> bad) {
        return Tree.sources().stream().filter(bad).map(Tree::name).toList();
    }

    private static boolean main(Path file) {
        return Tree.name(file).contains("/src/main/");
    }

    @Test
    void noFileIsLong() {
        assertEquals(List.of(), files(file -> Tree.read(file).lines().count() > LONGEST_FILE));
    }

    @Test
    void nothingIsUnfinishedByItsOwnWords() {
        assertEquals(
                List.of(), files(file -> UNFINISHED.matcher(Tree.read(file)).find()));
    }

    @Test
    void noErrorIsSwallowed() {
        assertEquals(List.of(), files(file -> SWALLOWED.matcher(Tree.read(file)).find()));
    }

    @Test
    void noTestIsSwitchedOff() {
        assertEquals(List.of(), files(file -> SKIPPED.matcher(Tree.read(file)).find()));
    }

    @Test
    void everyPackageSaysWhatItIsFor() {
        Stream<Path> packages = Tree.sources().stream()
                .filter(TidyTest::main)
                .filter(file -> !file.endsWith("module-info.java"))
                .map(Path::getParent)
                .distinct();
        List<String> silent = packages.filter(folder -> !Files.exists(folder.resolve("package-info.java")))
                .map(Tree::name)
                .toList();
        assertEquals(List.of(), silent);
    }
}

package org.ithaca.style;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The arrows between modules point down (design, section 7), and the cores know no thread, clock, socket,
/// chance or log.
class ArchitectureTest {
    /// Lowest first; a module may use those of lower rows only.
    private static final List<List<String>> ROWS = List.of(
            List.of("base"),
            List.of("quorum", "table", "io", "sim"),
            List.of("log", "store", "register"),
            List.of("group"),
            List.of("cluster"),
            List.of("client"),
            List.of("object"),
            List.of("server"),
            List.of("it", "bench", "cli"),
            List.of("peers"));

    private static final String[] CORES = {
        "org.ithaca.base..",
        "org.ithaca.quorum..",
        "org.ithaca.table..",
        "org.ithaca.log..",
        "org.ithaca.store..",
        "org.ithaca.register..",
        "org.ithaca.group..",
        "org.ithaca.cluster.."
    };

    private final JavaClasses classes = new ClassFileImporter().importPaths(Tree.classes());

    @Test
    void thereIsSomethingToCheck() {
        assertTrue(classes.size() > 50, "build the modules first: mvn verify from the root");
    }

    @Test
    void packagesHaveNoCycle() {
        slices().matching("org.ithaca.(*)..").should().beFreeOfCycles().check(classes);
    }

    @Test
    void arrowsPointDown() {
        for (int row = 0; row < ROWS.size(); row++) {
            for (String module : ROWS.get(row)) {
                String[] forbidden = forbidden(row, module);
                noClasses()
                        .that()
                        .resideInAPackage(pattern(module))
                        .should()
                        .dependOnClassesThat(resideInAnyPackage(forbidden))
                        .allowEmptyShould(true)
                        .check(classes);
            }
        }
    }

    @Test
    void coresAreDeterministic() {
        ArchRule rule = noClasses()
                .that()
                .resideInAnyPackage(CORES)
                .should()
                .dependOnClassesThat()
                .haveNameMatching(
                        "java\\.lang\\.Thread.*|java\\.util\\.concurrent\\.(?!TimeUnit$|atomic\\.).*|java\\.util\\.Random"
                            + "|java\\.security\\..*|java\\.time\\.(Clock|Instant).*|java\\.net\\..*|java\\.util\\.Timer.*"
                            + "|java\\.nio\\.channels\\..*|java\\.io\\.File.*|java\\.nio\\.file\\..*|org\\.slf4j\\..*")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Math.class, "random");
        rule.check(classes);
    }

    private static String[] forbidden(int row, String module) {
        return ROWS.subList(row, ROWS.size()).stream()
                .flatMap(List::stream)
                .filter(other -> !other.equals(module))
                .filter(other -> !(ROWS.get(row).contains(other) && sideways(module, other)))
                .map(ArchitectureTest::pattern)
                .toArray(String[]::new);
    }

    /// The top row binds everything and may look sideways: the command line starts scenarios and
    /// measurements.
    private static boolean sideways(String module, String other) {
        return List.of("it", "bench", "cli").containsAll(List.of(module, other));
    }

    private static String pattern(String module) {
        return "org.ithaca." + module + "..";
    }
}

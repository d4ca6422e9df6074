package dev.tern.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.library.GeneralCodingRules;
import dev.tern.testing.PackageDirections;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// The directions between the packages of the engine.
class ArchitectureTest {
  private static final Set<String> BELOW_THE_FACADE =
      Set.of("format", "store", "codec", "kernel", "postings", "query", "indexing");

  /// Query evaluation and indexing do not know each other, and nobody knows the two faces.
  private static final PackageDirections DIRECTIONS =
      new PackageDirections(
          "dev.tern.engine",
          Map.ofEntries(
              Map.entry("format", Set.of()),
              Map.entry("kernel", Set.of()),
              Map.entry("evaluation", Set.of()),
              Map.entry("store", Set.of("format")),
              Map.entry("codec", Set.of("store", "format", "kernel")),
              Map.entry("postings", Set.of("codec", "kernel", "store", "format")),
              Map.entry("query", Set.of("postings", "kernel", "format")),
              Map.entry("indexing", Set.of("postings", "codec", "kernel", "store", "format")),
              Map.entry("", BELOW_THE_FACADE),
              Map.entry("collection", Set.of("", "format")),
              Map.entry("interop", Set.of("", "format")),
              Map.entry(
                  "cli", Set.of("", "format", "collection", "evaluation", "interop", "server")),
              Map.entry("server", Set.of("", "format", "collection", "evaluation", "interop"))));

  private static final JavaClasses CLASSES = DIRECTIONS.classes();

  @Test
  void packagesUseOnlyWhatTheyMay() {
    assertEquals(new TreeSet<>(), DIRECTIONS.violations(CLASSES));
  }

  /// The test above finds what it is there to find.
  @Test
  void aForbiddenDirectionIsSeen() {
    PackageDirections stricter = new PackageDirections("dev.tern.engine", Map.of("", Set.of()));
    Set<String> violations = stricter.violations(CLASSES);
    assertTrue(violations.stream().anyMatch(line -> line.contains("store.DirectoryFiles")));
    assertTrue(violations.stream().anyMatch(line -> line.contains("no line")));
  }

  @Test
  void thereIsNoCycle() {
    slices().matching("dev.tern.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void foreignMemoryIsForStoreCodecAndKernel() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "dev.tern.engine.store..", "dev.tern.engine.codec..", "dev.tern.engine.kernel..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.lang.foreign..")
        .check(CLASSES);
  }

  @Test
  void onlyTheKernelComputesWithVectors() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.tern.engine.kernel..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("jdk.incubator.vector..")
        .check(CLASSES);
  }

  /// Everything that changes files can be made to fail by a test, because it is in one place.
  @Test
  void onlyTheStoreOpensFilesOfAnIndex() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.tern.engine",
            "dev.tern.engine.format..",
            "dev.tern.engine.codec..",
            "dev.tern.engine.postings..",
            "dev.tern.engine.query..",
            "dev.tern.engine.indexing..")
        .should()
        .dependOnClassesThat()
        .haveNameMatching("java\\.nio\\.file\\.Files|java\\.nio\\.channels\\..*|java\\.io\\.File.*")
        .check(CLASSES);
  }

  @Test
  void onlyTheCommandLinePrints() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.tern.engine.cli..")
        .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS)
        .check(CLASSES);
  }
}

package dev.tern.encoder;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.library.GeneralCodingRules;
import dev.tern.testing.PackageDirections;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// The directions between the packages of the encoder.
class ArchitectureTest {
  private static final PackageDirections DIRECTIONS =
      new PackageDirections(
          "dev.tern.encoder",
          Map.of(
              "", Set.of("model", "kernel", "checkpoint", "tokenizer", "text"),
              // Teachers are encoders as everybody uses them, and the student becomes one.
              "training", Set.of("", "model", "kernel", "checkpoint", "tokenizer", "text"),
              "model", Set.of("kernel", "checkpoint"),
              "kernel", Set.of(),
              "checkpoint", Set.of("text"),
              "tokenizer", Set.of("text"),
              "text", Set.of()));

  private static final JavaClasses CLASSES = DIRECTIONS.classes();

  @Test
  void packagesUseOnlyWhatTheyMay() {
    assertEquals(new TreeSet<>(), DIRECTIONS.violations(CLASSES));
  }

  @Test
  void thereIsNoCycle() {
    slices()
        .matching("dev.tern.(**)")
        .should()
        .beFreeOfCycles()
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void onlyTheKernelComputesWithVectors() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.tern.encoder.kernel..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("jdk.incubator.vector..")
        .check(CLASSES);
  }

  @Test
  void onlyFilesAndKernelsSeeForeignMemory() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.tern.encoder.kernel..", "dev.tern.encoder.checkpoint..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.lang.foreign..")
        .check(CLASSES);
  }

  @Test
  void nobodyPrints() {
    GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(CLASSES);
  }
}

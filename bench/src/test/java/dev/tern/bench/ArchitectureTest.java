package dev.tern.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tern.testing.PackageDirections;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// The directions between the packages of the module.
class ArchitectureTest {
  private static final PackageDirections DIRECTIONS =
      new PackageDirections(
          "dev.tern.bench",
          Map.of(
              "",
              Set.of("plain", "peers", "synthetic", "lucene", "plot"),
              "plain",
              Set.of(),
              "peers",
              Set.of(),
              "synthetic",
              Set.of(),
              "lucene",
              Set.of("synthetic"),
              "plot",
              Set.of(),
              "micro",
              Set.of()));

  @Test
  void packagesUseOnlyWhatTheyMay() {
    assertEquals(new TreeSet<>(), DIRECTIONS.violations(DIRECTIONS.classes()));
  }
}

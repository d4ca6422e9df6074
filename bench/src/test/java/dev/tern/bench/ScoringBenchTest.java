package dev.tern.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ScoringBenchTest {
  @Test
  void measuresEachWayAndSaysWhatItFound() throws IOException {
    List<String> said = new ArrayList<>();
    List<Row> rows = new ArrayList<>();
    Harness.Setting setting =
        new Harness.Setting(
            true,
            1,
            OptionalInt.of(300),
            Optional.empty(),
            said::add,
            Pattern.compile("synthetic"));
    new ScoringBench(new SharedFolder(Path.of("none"), Path.of("none"))).run(setting, rows::add);
    assertEquals(3 * 3 * 2 * 2, rows.size());
    assertEquals("qa k=10 by weights p50", rows.getFirst().work());
    assertTrue(
        said.stream()
            .anyMatch(line ->
                line.startsWith(
                    "qe k=1000 by impacts: overlap@1000 1.0000 with impacts, 200 of 200")),
        said::toString);
    assertTrue(
        said.stream()
            .noneMatch(
                line -> line.contains("by weights: ") && !line.contains("200 certainly exact")));
  }
}

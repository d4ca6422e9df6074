package dev.tern.engine.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.tern.testing.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The model that is published with Tern, as its artifact has it.
class ShippedModelTest {
  private static final Path RESOURCES =
      Path.of("../encoder/models/tern-tiny/src/main/resources").toAbsolutePath().normalize();
  private static final Path MODEL = RESOURCES.resolve("dev/tern/models/tern-tiny");

  /// Quantised impacts move NDCG@10 by up to .0008, ties by up to .0005.
  private static final double TOLERANCE = 0.0015;

  private static Map<String, Object> json(String... arguments) throws IOException {
    List<String> options =
        List.of("--add-modules=jdk.incubator.vector", "-Xbootclasspath/a:" + RESOURCES);
    Program.Result result = Program.run(options, "", arguments);
    assertEquals(0, result.exitCode(), result.err());
    return JSON.std.mapFrom(result.out());
  }

  private static double number(Map<?, ?> figures, String name) {
    return ((Number) figures.get(name)).doubleValue();
  }

  /// What a new user sees first: ten points more than words alone.
  @Test
  void theDemoIsTenPointsBetterThanWords() throws IOException {
    Map<?, ?> figures = (Map<?, ?>) json("demo", "--json").get("ndcg@10");
    assertTrue(
        number(figures, "inference-free") >= number(figures, "lexical") + .10, figures::toString);
  }

  /// The figures of its card.
  @ParameterizedTest
  @CsvSource({
    "classic/cacm, test, .4578",
    "classic/med, test, .7657",
    "small-eval/hotpotqa-train100, test, .8417"
  })
  void reachesWhatItsCardSays(String collection, String split, double ndcg) throws IOException {
    String data = Shared.data(collection).toString();
    Map<String, Object> figures = json("eval", "--json", "--collection", data, "--split", split);
    assertEquals(ndcg, number(figures, "ndcg@10"), TOLERANCE, figures::toString);
  }

  @Test
  void saysWhereItComesFrom() throws IOException {
    Map<String, Object> info =
        JSON.std.mapFrom(Program.succeed("model", "info", MODEL.toString(), "--json"));
    assertEquals("expansion.tsv", info.get("expansion"));
    assertEquals("512", info.get("documentTokens"));
    String card = Files.readString(MODEL.resolve("README.md"));
    for (String name : List.of("splade-tiny", "all-MiniLM-L6-v2", "Apache-2.0", "NDCG@10")) {
      assertTrue(card.contains(name), name);
    }
  }
}

package dev.tern.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.bench.ClaimRun.Figures;
import dev.tern.bench.ClaimRun.Judged;
import dev.tern.bench.ClaimRun.Result;
import dev.tern.encoder.training.config.MiningConfig;
import dev.tern.encoder.training.config.TrainConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The plan of the runs and what is made of their figures; training itself is tested elsewhere.
class TrainingClaimsTest {
  @TempDir private Path directory;

  private final List<String> commands = new ArrayList<>();

  /// Does what each command would leave behind, after its configuration was read as it would.
  private String program(String... arguments) throws IOException {
    commands.add(String.join(" ", arguments));
    switch (arguments[0]) {
      case "mine" -> {
        MiningConfig.read(Path.of(arguments[1]));
        Files.writeString(directory.resolve("kept/rows.jsonl"), "{}\n");
      }
      case "model" -> Files.createDirectories(Path.of(arguments[arguments.length - 1]));
      case "train" ->
          Files.createDirectories(
              TrainConfig.read(Path.of(arguments[1])).output().resolve("model"));
      default -> {
        String model = arguments[2];
        double ndcg = model.contains("b-ms") ? 0.6 : model.contains("-idf_") ? 0.52 : 0.5;
        double flops = model.contains("flops-0") ? 2 : 1;
        return "{\"ndcg@10\": %s, \"documentLength\": 90, \"flops\": %s}\n".formatted(ndcg, flops);
      }
    }
    return "";
  }

  private TrainingClaims claims;

  @BeforeEach
  void plan() throws IOException {
    Path data =
        Files.writeString(
            directory.resolve("pairs.jsonl"), "{\"query\": \"a\", \"positive\": \"b\"}\n");
    Map<String, Object> mining =
        Map.of(
            "data",
            List.of(Map.of("name", "pairs", "path", data.toString(), "format", "pairs")),
            "miner",
            Map.of("kind", "bm25"));
    claims =
        new TrainingClaims(
            new TrainingClaims.Inputs(
                directory,
                directory,
                data,
                Map.of("rows", mining),
                List.of(1),
                List.of(new Judged(directory.resolve("one"), "test")),
                3,
                4),
            this::program);
  }

  private List<Row> run() throws IOException {
    List<Row> rows = new ArrayList<>();
    claims.run(
        new Harness.Setting(
            false,
            1,
            OptionalInt.empty(),
            Optional.of(directory.resolve("kept")),
            line -> {},
            Pattern.compile("")),
        rows::add);
    return rows;
  }

  @Test
  void everyRunIsTrainedAndJudgedOnce() throws IOException {
    List<Row> rows = run();
    assertEquals(1 + 1 + 21 + 21, commands.size());
    assertEquals(21, commands.stream().filter(each -> each.startsWith("train ")).count());
    assertEquals(List.of(0.52 / 0.5, 0.52 / 0.5, 0.6 / 0.5, 0.6 / 0.5), ratios(rows));
    assertTrue(rows.stream().allMatch(Row::holds));
    String table = Files.readString(directory.resolve("kept/claims.md"));
    assertTrue(
        table.contains("| MiniLM and splade-tiny | 0.6000 ± 0.0000 | 90 ± 0 | 1.00 ± 0.00 |"),
        table);
    String plot = Files.readString(directory.resolve("kept/claims-teachers.svg"));
    assertTrue(plot.contains(">MiniLM alone</text>") && plot.contains(">0.60</text>"), plot);

    commands.clear();
    assertEquals(ratios(rows), ratios(run()));
    assertEquals(List.of(), commands, "all was there");
  }

  private static List<Double> ratios(List<Row> rows) {
    return rows.stream().map(Row::ratio).toList();
  }

  @Test
  void aRunThatWasStoppedGoesOn() throws IOException {
    Path begun = Files.createDirectories(directory.resolve("kept/runs/b-m-2"));
    Files.writeString(begun.resolve("checkpoint.state"), "");
    run();
    for (String command : commands) {
      assertEquals(command.contains("b-m-2.json"), command.endsWith(" --resume"), command);
    }
  }

  @Test
  void plainIsTakenAtEqualFlops() {
    Result weak = new Result(Map.of("c", new Figures(0.5, 100, 4)));
    Result strong = new Result(Map.of("c", new Figures(0.4, 50, 1)));
    assertEquals(0.45, ClaimReport.interpolated(weak, strong, 2), 1e-12);
    assertEquals(0.55, ClaimReport.interpolated(weak, strong, 8), 1e-12);
    assertEquals(0.5, ClaimReport.interpolated(weak, weak, 8));
  }

  @Test
  void thePublishedPlanNamesWhatIsThere() {
    SharedFolder shared = SharedFolder.find();
    TrainingClaims.Inputs inputs = TrainingClaims.published(shared).inputs();
    assertEquals(6, inputs.collections().size());
    if (Files.exists(shared.data())) {
      for (Path path : Arrays.asList(inputs.student(), inputs.dense(), inputs.idf())) {
        assertTrue(Files.exists(path), path::toString);
      }
      for (Judged each : inputs.collections()) {
        Path judgements = each.path().resolve("qrels/" + each.split() + ".tsv");
        assertTrue(Files.exists(judgements), judgements::toString);
      }
    }
    assertFalse(inputs.mining().isEmpty());
  }
}

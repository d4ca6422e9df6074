package dev.tern.engine.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.tern.testing.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The page that says how the published model was made can be followed: every command of it runs,
/// with one step of training on the smallest collection in place of hours.
class ModelRecipeTest {
  private static final Path MODELS = Path.of("..", "encoder", "models");
  private static final String COLLECTION = "pubmedqa";
  private static final String RESULT =
      "encoder/models/tern-tiny/src/main/resources/dev/tern/models/tern-tiny";

  @TempDir private Path directory;

  private Path checkout;

  @BeforeEach
  void makeTheCheckout() throws IOException {
    Path shared = Shared.model("splade-tiny").getParent().getParent();
    Shared.model("all-MiniLM-L6-v2");
    Files.createSymbolicLink(directory.resolve("shared"), shared);
    checkout = directory.resolve("checkout");
    Files.createDirectories(checkout.resolve("encoder/models/mine"));
    Files.createDirectories(checkout.resolve("encoder/models/work"));
    Files.createDirectories(checkout.resolve(RESULT).getParent());
    Path rows = Path.of("mine", COLLECTION + ".json");
    Files.copy(MODELS.resolve(rows), checkout.resolve("encoder/models").resolve(rows));
  }

  private void run(String command) {
    Program.Result result = Program.runAtFullSpeedIn(checkout, List.of(command.split(" ")));
    assertEquals(0, result.exitCode(), command + ": " + result.err());
  }

  @Test
  void itsCommandsWork() throws IOException {
    Path training = checkout.resolve("encoder/models/tern-tiny.json");
    Files.writeString(training, JSON.std.asString(shortened("tern-tiny.json")));
    List<String> commands = ReadmeTest.commands(MODELS.resolve("README.md"));
    assertEquals(4, commands.size(), commands::toString);
    run(commands.getFirst());
    run("mine encoder/models/mine/" + COLLECTION + ".json");
    commands.subList(1, 4).forEach(this::run);
    for (String file : List.of("files.sha256", "tern.json", "expansion.tsv", "model.safetensors")) {
      assertTrue(Files.exists(checkout.resolve(RESULT).resolve(file)), file);
    }
    // Nothing but weights differs between what is published and what is made here.
    Path published = MODELS.resolve("..").resolve("..").resolve(RESULT);
    for (String file : List.of("tern.json", "tokenizer.json", "config.json")) {
      assertEquals(
          Files.readString(published.resolve(file)),
          Files.readString(checkout.resolve(RESULT).resolve(file)),
          file);
    }
  }

  /// The configuration with one step and one collection.
  @SuppressWarnings("unchecked") // a JSON object
  private static Map<String, Object> shortened(String name) throws IOException {
    Map<String, Object> config = JSON.std.mapFrom(Files.readString(MODELS.resolve(name)));
    config.put("steps", 1);
    Map<String, Object> optimiser =
        new LinkedHashMap<>((Map<String, Object>) config.get("optimiser"));
    optimiser.put("warm_up_steps", 0);
    config.put("optimiser", optimiser);
    config.put("queries_per_batch", 2);
    List<?> data = (List<?>) config.get("data");
    config.put(
        "data",
        data.stream().filter(each -> ((Map<?, ?>) each).get("name").equals(COLLECTION)).toList());
    return config;
  }

  @Test
  void everyCollectionIsMinedFromDataThatIsThere() throws IOException {
    Map<String, Object> training =
        JSON.std.mapFrom(Files.readString(MODELS.resolve("tern-tiny.json")));
    List<?> trained = (List<?>) training.get("data");
    try (Stream<Path> configs = Files.list(MODELS.resolve("mine"))) {
      List<Path> files = configs.toList();
      assertEquals(trained.size(), files.size());
      for (Path file : files) {
        Map<String, Object> config = JSON.std.mapFrom(Files.readString(file));
        Map<?, ?> source = (Map<?, ?>) ((List<?>) config.get("data")).getFirst();
        String path = (String) source.get("path");
        if (!path.equals("../work/arxiv-25k.jsonl")) {
          String shared = path.substring(path.indexOf("/shared/") + 1);
          assertTrue(Files.exists(directory.resolve(shared)), path);
        }
        String output = ((String) config.get("output")).replace("../", "");
        assertTrue(
            trained.stream().anyMatch(each -> ((Map<?, ?>) each).get("path").equals(output)),
            output);
      }
    }
  }
}

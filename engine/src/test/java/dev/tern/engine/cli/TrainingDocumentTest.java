package dev.tern.engine.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.tern.encoder.training.config.MiningConfig;
import dev.tern.testing.Golden;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The commands of encoder/TRAINING.md work one after the other, with the configurations that stand
/// there.
class TrainingDocumentTest {
  private static final Path DOCUMENT = Path.of("..", "encoder", "TRAINING.md");
  private static final Pattern COMMAND = Pattern.compile("(?m)^ {4}\\./tern (.*)$");
  private static final Pattern FILE =
      Pattern.compile("(?s)<!-- file: (\\S+) -->\\n```json\\n(.*?)```");
  private static final Pattern EXAMPLE = Pattern.compile("(?s)\\n\\n```json\\n(\\{\"data\".*?)```");

  @TempDir private Path directory;

  @Test
  void fiveCommandsMakeAModel() throws IOException {
    String document = Files.readString(DOCUMENT);
    for (MatchResult file : FILE.matcher(document).results().toList()) {
      Files.writeString(directory.resolve(file.group(1)), file.group(2));
    }
    prepareWhatTheDocumentNames();
    List<String> commands =
        COMMAND.matcher(document).results().map(match -> match.group(1)).toList();
    assertEquals(5, commands.size());
    for (String command : commands) {
      Program.Result result = Program.runAtFullSpeedIn(directory, List.of(command.split(" ", -1)));
      assertEquals(0, result.exitCode(), command + ": " + result.err());
      assertTrue(!result.out().isBlank(), command);
    }
    for (String line : Files.readAllLines(directory.resolve("my-triples.jsonl"))) {
      assertEquals(3, ((List<?>) JSON.std.mapFrom(line).get("negatives")).size());
    }
    for (String file :
        List.of(
            "best/model.safetensors",
            "model/model.safetensors",
            "report.html",
            "log.jsonl",
            "checkpoint.state")) {
      assertTrue(Files.size(directory.resolve("my-run").resolve(file)) > 0, file);
    }
    Program.Result again = Program.runIn(directory, List.of("train", "train.json"));
    assertEquals(1, again.exitCode());
    assertTrue(again.err().contains("holds a run already; resume it with --resume"), again.err());
    Program.Result resumed =
        Program.runAtFullSpeedIn(directory, List.of("train", "train.json", "--resume", "--json"));
    assertEquals(12, JSON.std.mapFrom(resumed.out()).get("steps"), resumed.err());
  }

  private void prepareWhatTheDocumentNames() throws IOException {
    Golden.copyModel("bert-mlm-tiny", directory.resolve("path/to/splade-model"));
    Golden.copyModel("bert-mlm-tiny", directory.resolve("path/to/dense-model"));
    Path qrels = Files.createDirectories(directory.resolve("path/to/dev/qrels"));
    copyDemo("corpus.jsonl", directory.resolve("my-pairs.jsonl"));
    copyDemo("corpus.jsonl", directory.resolve("my-documents.jsonl"));
    copyDemo("qrels.tsv", qrels.resolve("dev.tsv"));
    copyDemo("corpus.jsonl", qrels.resolveSibling("corpus.jsonl"));
    copyDemo("queries.jsonl", qrels.resolveSibling("queries.jsonl"));
  }

  private static void copyDemo(String name, Path target) throws IOException {
    try (InputStream resource = DemoCommand.class.getResourceAsStream("demo/" + name)) {
      Files.copy(resource, target);
    }
  }

  /// The larger example is a configuration too.
  @Test
  void theLargerExampleIsUnderstood() throws IOException {
    Matcher example = EXAMPLE.matcher(Files.readString(DOCUMENT));
    assertTrue(example.find());
    Map<String, Object> config = new LinkedHashMap<>(JSON.std.mapFrom(example.group(1)));
    config.put("output", "out.jsonl");
    Path file = Files.writeString(directory.resolve("mine.json"), JSON.std.asString(config));
    assertEquals(7, MiningConfig.read(file).data().size());
  }
}

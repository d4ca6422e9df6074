package dev.tern.engine.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.tern.encoder.ConversionOptions;
import dev.tern.encoder.ExpansionRules;
import dev.tern.encoder.ModelConversion;
import dev.tern.encoder.checkpoint.LexicalFloor;
import dev.tern.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the program does by default where a model is on its class path: here a tiny one of random
/// weights.
class BundledModelTest {
  @TempDir private Path directory;

  private Path folder;
  private String corpus;
  private String index;

  @BeforeEach
  void makeTheArtifact() throws IOException {
    Path model = directory.resolve("model");
    Golden.copyModel("bert-mlm-tiny", model);
    Files.writeString(
        model.resolve("idf.json"),
        "{\"river\": 5, \"year\": 3, \"years\": 3, \"of\": 1, \"is\": 1, \"to\": 1, \"the\": 1}");
    folder = directory.resolve("classes/dev/tern/models/tern-tiny");
    Files.createDirectories(folder.getParent());
    ModelConversion.run(
        model,
        folder,
        ConversionOptions.NONE
            .withInt8()
            .withFloor(LexicalFloor.DEFAULT)
            .withExpansion(ExpansionRules.stems(0.5f)),
        (_, _) -> {});
    corpus =
        Files.writeString(
                directory.resolve("corpus.jsonl"),
                "{\"_id\": \"1\", \"text\": \"a year\"}\n{\"_id\": \"2\", \"text\": \"the years\"}\n")
            .toString();
    index = directory.resolve("index").toString();
  }

  private Program.Result run(String... arguments) {
    List<String> options =
        new ArrayList<>(List.of("--add-modules=jdk.incubator.vector", "-XX:TieredStopAtLevel=1"));
    options.add("-Xbootclasspath/a:" + directory.resolve("classes"));
    return Program.run(options, "", arguments);
  }

  private Map<String, Object> json(String... arguments) throws IOException {
    Program.Result result = run(arguments);
    assertEquals(0, result.exitCode(), result.err());
    return JSON.std.mapFrom(result.out());
  }

  private static List<?> keys(Map<String, Object> answer) {
    return ((List<?>) answer.get("hits"))
        .stream().map(hit -> ((Map<?, ?>) hit).get("key")).toList();
  }

  @Test
  void itIsUsedUnlessTheSearchIsLexical() throws IOException {
    json("index", "--out", index, corpus, "--json");
    assertEquals(2, keys(json("search", index, "year", "--json")).size());
    // The index has all that it needs, also where the artifact is not.
    Program.Result elsewhere = Program.run("search", index, "year", "--json", "--explain");
    assertEquals(0, elsewhere.exitCode(), elsewhere.err());
    assertTrue(elsewhere.out().contains("\"years\""), elsewhere.out());
    String lexical = directory.resolve("lexical").toString();
    json("index", "--lexical", "--out", lexical, corpus, "--json");
    assertEquals(List.of("1"), keys(json("search", lexical, "year", "--json")));
    assertEquals(
        Program.succeed("encode", "--lexical", "the river", "--json"),
        run("encode", "--lexical", "the river", "--json").out());
    String other = directory.resolve("other").toString();
    json("index", "--queries", "lexical", "--k1", "1.2", "--out", other, corpus, "--json");
    assertEquals(List.of("1"), keys(json("search", other, "year", "--json")));
    Program.Result refused = run("index", "--k1", "1.2", "--out", other, corpus);
    assertEquals(2, refused.exitCode());
    assertTrue(refused.err().contains("--queries lexical"), refused.err());
  }

  @Test
  void siameseQueriesNeedTheArtifactOrItsFiles() throws IOException {
    json("index", "--queries", "siamese", "--out", index, corpus, "--json");
    Map<String, Object> answer = json("search", index, "year", "--json");
    Program.Result elsewhere = Program.run("search", index, "year");
    assertEquals(1, elsewhere.exitCode());
    assertTrue(elsewhere.err().contains("add the artifact dev.tern:tern-tiny"), elsewhere.err());
    Map<String, Object> named =
        JSON.std.mapFrom(
            Program.succeed("search", index, "year", "--json", "--model", folder.toString()));
    assertEquals(answer.get("hits"), named.get("hits"));
  }

  @Test
  void theDemoShowsIt() throws IOException {
    Program.Result result =
        Program.run(
            List.of(
                "--add-modules=jdk.incubator.vector",
                "-Xbootclasspath/a:" + directory.resolve("classes")),
            "",
            "demo");
    assertEquals(0, result.exitCode(), result.err());
    assertTrue(result.out().contains("(inference-free)"), result.out());
    assertTrue(result.out().contains("  lexical: "), result.out());
    assertTrue(result.out().contains("  inference-free: tern-tiny"), result.out());
  }

  @Test
  void aDamagedOneIsNamed() throws IOException {
    Files.writeString(folder.resolve("idf.json"), "{}");
    Program.Result result = run("index", "--out", index, corpus);
    assertEquals(1, result.exitCode());
    assertTrue(result.err().contains("the file idf.json of the model tern-tiny"), result.err());
    assertTrue(Files.notExists(Path.of(index)));
  }
}

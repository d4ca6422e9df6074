package dev.tern.engine.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.tern.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Models as they come, go and change.
class ModelTest {
  @TempDir private Path directory;

  private Path model;
  private String corpus;
  private String index;

  @BeforeEach
  void makeAModel() throws IOException {
    model = directory.resolve("model");
    Golden.copyModel("bert-mlm-tiny", model);
    corpus =
        Files.writeString(
                directory.resolve("corpus.jsonl"),
                "{\"_id\": \"1\", \"text\": \"a river\"}\n{\"_id\": \"2\", \"text\": \"the sea\"}\n")
            .toString();
    index = directory.resolve("index").toString();
  }

  @Test
  void aSiameseIndexFindsItsModelOrSaysWhatToDo() throws IOException {
    Program.succeed("index", "--model", model.toString(), "--out", index, corpus);
    String found = Program.succeed("search", index, "river", "--json");
    Path moved = Files.move(model, directory.resolve("moved"));
    assertRefused("is not at " + model + ", and its queries need it", "search", index, "river");
    String again = Program.succeed("search", index, "river", "--json", "--model", moved.toString());
    assertEquals(JSON.std.mapFrom(found).get("hits"), JSON.std.mapFrom(again).get("hits"));
    for (String file : List.of("model.safetensors", "tokenizer.json", "config.json")) {
      Path changed = moved.resolve(file);
      byte[] bytes = Files.readAllBytes(changed);
      if (file.endsWith(".json")) {
        Files.writeString(changed, Files.readString(changed) + "\n");
      } else {
        byte[] flipped = bytes.clone();
        flipped[bytes.length - 2] ^= 1;
        Files.write(changed, flipped);
      }
      assertRefused(
          "is not the model that made " + index,
          "search",
          index,
          "river",
          "--model",
          moved.toString());
      Files.write(changed, bytes);
    }
  }

  @Test
  void aModelIsStoredInInt8AndUsedAsAnyOther() throws IOException {
    String target = directory.resolve("int8").toString();
    String[] convert = {"model", "convert", "--weights", "int8", model.toString(), target};
    String[] withJson = Arrays.copyOf(convert, convert.length + 1);
    withJson[convert.length] = "--json";
    Map<String, Object> sizes = JSON.std.mapFrom(Program.succeed(withJson));
    assertEquals(target, sizes.get("model"));
    assertTrue(
        ((Number) sizes.get("bytes")).longValue() * 2
            < ((Number) sizes.get("bytesBefore")).longValue());
    assertRefused(target + " exists already; remove it first", convert);
    assertEquals(
        "F32, I8",
        JSON.std.mapFrom(Program.succeed("model", "info", target, "--json")).get("weightTypes"));
    Program.succeed("index", "--model", target, "--out", index, corpus);
    String found = Program.succeed("search", index, "river", "--json");
    assertTrue(found.contains("\"1\""), found);
    convert[3] = "float32";
    Program.Result refused = Program.run(convert);
    assertEquals(2, refused.exitCode());
    assertTrue(refused.err().contains("--weights is int8"), refused.err());
  }

  @Test
  void anInferenceFreeIndexNeedsNoModel() throws IOException {
    // The weights are random: ask for a word that the model gives a document.
    Map<?, ?> vector =
        (Map<?, ?>)
            JSON.std
                .mapFrom(
                    Program.succeed("encode", "--model", model.toString(), "a river", "--json"))
                .get("vector");
    String word =
        vector.keySet().stream()
            .map(String.class::cast)
            .filter(token -> token.matches("[a-z]{2,}"))
            .findFirst()
            .orElseThrow();
    Path idf = Files.writeString(directory.resolve("idf.json"), "{\"" + word + "\": 2.5}");
    Program.succeed(
        "index", "--model", model.toString(), "--idf", idf.toString(), "--out", index, corpus);
    try (var files = Files.list(model)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(idf);
    Map<String, Object> answer =
        JSON.std.mapFrom(Program.succeed("search", index, word, "--json", "--explain"));
    List<?> hits = (List<?>) answer.get("hits");
    assertTrue(!hits.isEmpty(), answer::toString);
    Map<?, ?> terms = (Map<?, ?>) ((Map<?, ?>) hits.getFirst()).get("terms");
    assertEquals(new TreeSet<>(List.of(word)), new TreeSet<>(terms.keySet()));
  }

  @Test
  void whatDoesNotBelongTogetherIsRefused() throws IOException {
    Path config = model.resolve("config.json");
    String right = Files.readString(config);
    Files.writeString(config, right.replace("1146", "30522"));
    assertRefused("they are of different models", "encode", "--model", model.toString(), "river");
    assertRefused(
        "they are of different models",
        "index",
        "--out",
        index,
        "--model",
        model.toString(),
        corpus);
    assertTrue(Files.notExists(Path.of(index)));
    Files.writeString(config, right);
    Path idf = Files.writeString(directory.resolve("idf.json"), "{\"no token\": 1}");
    assertRefused(
        "idf.json has the token \"no token\", which is not in the vocabulary",
        "encode",
        "--query",
        "--model",
        model.toString(),
        "--idf",
        idf.toString(),
        "river");
    Files.writeString(
        model.resolve("modules.json"),
        """
        [{"path": "", "type": "sentence_transformers.models.Transformer"},
         {"path": "1_Pooling", "type": "sentence_transformers.models.Pooling"}]
        """);
    Path pooling = Files.createDirectory(model.resolve("1_Pooling")).resolve("config.json");
    Files.writeString(pooling, "{\"pooling_mode\": \"cls\"}");
    assertRefused("a model for dense vectors", "encode", "--model", model.toString(), "river");
  }

  @Test
  void aMissingShardIsNamed() throws IOException {
    Files.delete(model.resolve("model.safetensors"));
    Files.writeString(
        model.resolve("model.safetensors.index.json"),
        "{\"weight_map\": {\"bert.x\": \"model-00001-of-00002.safetensors\"}}");
    assertRefused(
        "model-00001-of-00002.safetensors is missing", "encode", "--model", model.toString(), "x");
  }

  private static void assertRefused(String part, String... arguments) {
    Program.Result result = Program.run(arguments);
    String shown = List.of(arguments) + " -> " + result;
    assertEquals(1, result.exitCode(), shown);
    assertEquals("", result.out(), shown);
    assertTrue(result.err().startsWith("tern: ") && result.err().contains(part), shown);
    assertEquals(1, result.err().lines().count(), shown);
  }
}

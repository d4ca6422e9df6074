package dev.tern.engine.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.tern.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

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
    Map<String, Object> indexed =
        JSON.std.mapFrom(
            Program.succeed("index", "--model", target, "--out", index, corpus, "--json"));
    assertEquals(9, indexed.get("tokens")); // special ones included; one word has two
    assertTrue(((Number) indexed.get("tokensPerSecond")).longValue() > 0, indexed.toString());
    String encoded = Program.succeed("encode", "--model", target, "a river", "the sea");
    assertTrue(encoded.contains("2 texts, 9 tokens, one after the other: "), encoded);
    String found = Program.succeed("search", index, "river", "--json");
    assertTrue(found.contains("\"1\""), found);
    convert[3] = "float32";
    Program.Result refused = Program.run(convert);
    assertEquals(2, refused.exitCode());
    assertTrue(refused.err().contains("--weights is int8"), refused.err());
  }

  @Test
  void modelsAreBlended() throws IOException {
    String target = directory.resolve("between").toString();
    String[] blend = {"model", "convert", "--blend", model + ":0.25", model.toString(), target};
    Program.succeed(blend);
    String[] encode = {"encode", "--model", model.toString(), "--json", "the river"};
    Map<String, Double> expected = vector(encode);
    encode[2] = target;
    vector(encode)
        .forEach((token, weight) -> assertEquals(expected.get(token), weight, 1e-5, token));
    for (String wrong : new String[] {"somewhere", ":0.5", model + ":1", model + ":half"}) {
      blend[3] = wrong;
      Program.Result refused = Program.run(blend);
      assertEquals(2, refused.exitCode(), wrong + refused.err());
    }
  }

  @Test
  void floorAndExpansionArePropertiesOfTheModelAndCanBeSwitchedOff() throws IOException {
    Path idf =
        Files.writeString(directory.resolve("idf.json"), "{\"year\": 3, \"years\": 2, \"the\": 1}");
    String full = directory.resolve("full").toString();
    Program.succeed(
        "model",
        "convert",
        "--idf",
        idf.toString(),
        "--idf-power",
        "2",
        "--floor",
        "sum:100:0.9:0.4:50",
        "--repetition",
        "0.5",
        "--expansion",
        "stem:0.5",
        "--max-tokens",
        "7",
        "--max-terms",
        "3",
        "--titles",
        model.toString(),
        full);
    Map<String, Object> info = JSON.std.mapFrom(Program.succeed("model", "info", full, "--json"));
    assertEquals("sum:100.0:0.9:0.4:50.0", info.get("floor"));
    assertEquals("0.5", info.get("repetition"));
    assertEquals("expansion.tsv", info.get("expansion"));
    assertEquals("7", info.get("documentTokens"));
    assertEquals("3", info.get("documentTerms"));
    assertEquals(true, info.get("titlesByThemselves"));
    String[] document = {"encode", "--model", full, "--json", "--no-floor", "the river runs"};
    assertEquals(3, vector(document).size());
    document =
        new String[] {
          document[0],
          "--prune",
          "none",
          document[1],
          full,
          "--json",
          "--no-floor",
          "the river runs"
        };
    assertTrue(vector(document).size() > 3);
    String[] query = {"encode", "--model", full, "--json", "--query", "year year"};
    Map<String, Double> expanded = vector(query);
    assertEquals(9 * Math.sqrt(2), expanded.get("year"), 1e-5);
    assertEquals(9 * Math.sqrt(2) / 2, expanded.get("years"), 1e-5);
    assertEquals(2, expanded.size());
    String[] alone = Arrays.copyOf(query, query.length + 1);
    alone[query.length] = "--no-expansion";
    assertEquals(Map.of("year", expanded.get("year")), vector(alone));
    double floored = vector("encode", "--model", full, "--json", "year").get("year");
    Map<String, Double> bare = vector("encode", "--model", full, "--json", "--no-floor", "year");
    assertEquals(100 / (1 + .9 * (.6 + .4 / 50)), floored - bare.getOrDefault("year", 0.0), 1e-3);

    Files.writeString(Path.of(corpus), "{\"_id\": \"1\", \"text\": \"years\"}\n");
    Program.succeed("index", "--model", full, "--out", index, corpus);
    String[] search = {"search", index, "year", "--json", "--explain", "--model", full};
    assertTrue(Program.succeed(search).contains("\"years\""));
    String[] plain = Arrays.copyOf(search, search.length + 1);
    plain[search.length] = "--no-expansion";
    assertTrue(!Program.succeed(plain).contains("\"years\""));
    // Another floor, table or expansion is another model, and so are other weights.
    String[][] changes = {
      {"--floor", "sum:99"}, {"--expansion", "stem:0.4,similar:0.2"}, {"--weights", "int8"}
    };
    for (String[] change : changes) {
      String other = directory.resolve("other" + change[0]).toString();
      Program.succeed("model", "convert", change[0], change[1], full, other);
      assertRefused("is not the model that made " + index, "search", index, "x", "--model", other);
    }
  }

  private static Map<String, Double> vector(String... arguments) throws IOException {
    Map<String, Double> vector = new TreeMap<>();
    Map<?, ?> weights = (Map<?, ?>) JSON.std.mapFrom(Program.succeed(arguments)).get("vector");
    weights.forEach((token, weight) -> vector.put((String) token, ((Number) weight).doubleValue()));
    return vector;
  }

  @Test
  void conversionsThatChangeNothingOrMakeNoSenseAreRefused() {
    String[][] wrong = {
      {},
      {"--floor", "product"},
      {"--floor", "sum:x"},
      {"--floor", "sum:-1"},
      {"--floor", "sum:1:0.9"},
      {"--floor", "sum:1:0.9:2:80"},
      {"--floor", "sum:1:0.9:0.4:80:1"},
      {"--expansion", "0.3"},
      {"--expansion", "stem:2"},
      {"--expansion", "stem:0.1,stem:0.2"},
      {"--expansion", "similar:x"},
      {"--expansion", "similar:0.2:2"},
      {"--expansion", "similar:0.2:0:1"},
      {"--expansion", "similar:0.2,similar:0.1"},
      {"--repetition", "2"},
      {"--max-tokens", "1"},
      {"--idf-power", "0"}
    };
    for (String[] options : wrong) {
      List<String> arguments = new ArrayList<>(List.of(options));
      arguments.addAll(List.of(model.toString(), directory.resolve("target").toString()));
      ModelConvertCommand convert =
          CommandLine.populateCommand(new ModelConvertCommand(), arguments.toArray(String[]::new));
      assertThrows(UsageException.class, convert::call, arguments::toString);
    }
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

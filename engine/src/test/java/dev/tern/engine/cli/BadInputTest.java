package dev.tern.engine.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the program says when it is given something wrong: one sentence that names the thing and
/// the remedy, an exit code, and nothing of Java.
class BadInputTest {
  @TempDir static Path directory;

  private static String corpus;
  private static String index;

  @BeforeAll
  static void makeAnIndex() throws IOException {
    corpus = file("corpus.jsonl", "{\"_id\": \"one\", \"text\": \"a sea bird\"}\n");
    index = directory.resolve("index").toString();
    Program.succeed("index", "--out", index, corpus);
  }

  @Test
  void refusesCommandsItDoesNotUnderstand() {
    assertRefused(2, "Unmatched argument at index 0: 'serach'; did you mean search?", "serach");
    assertRefused(2, "Unknown option: '-omics'", "search", index, "-omics");
    assertRefused(2, "a path is not empty", "index", "--out", "", corpus);
    assertRefused(2, "say what to do, for example: tern demo");
    assertRefused(2, "Missing required option: '--out=DIR'", "index", corpus);
    assertRefused(2, "--collection DIR", "eval");
    assertRefused(
        2,
        "--queries guess is none of lexical, inference-free, siamese",
        "index",
        "--out",
        fresh(),
        "--queries",
        "guess",
        corpus);
    assertRefused(2, "exclude each other", "encode", "--lexical", "--model", corpus, "text");
    assertRefused(2, "at least one hit: k=0", "search", index, "sea", "-k", "0");
  }

  @Test
  void namesFilesThatAreNotThere() {
    assertRefused(1, "nowhere.jsonl does not exist", "index", "--out", fresh(), "nowhere.jsonl");
    assertRefused(1, "nowhere", "search", "nowhere", "sea");
    assertRefused(1, "nowhere", "encode", "--model", "nowhere", "text");
    assertRefused(1, "nowhere", "eval", "--collection", "nowhere");
    assertRefused(1, "nowhere", "eval", "--run", "nowhere", "--qrels", "nowhere");
  }

  @Test
  void refusesFilesOfTheWrongKind() throws IOException {
    assertRefused(1, corpus + " is a file", "index", "--out", corpus, corpus);
    String folder = Files.createDirectories(directory.resolve("folder")).toString();
    assertRefused(1, "without corpus.jsonl", "index", "--out", fresh(), folder);
    assertRefused(1, "is a directory", "search", index, "sea", "--only", folder);
    String empty = file("empty.jsonl", "\n\n");
    String out = fresh();
    assertRefused(1, "there is no document in " + empty, "index", "--out", out, empty);
    Program.succeed("index", "--out", out, corpus);
    if (Files.exists(Path.of("/dev/null"))) {
      assertRefused(1, "is not a regular file", "index", "--out", fresh(), "/dev/null");
    }
  }

  @Test
  void namesTheLineOfMalformedDocuments() throws IOException {
    String good = "{\"_id\": \"1\", \"text\": \"x\"}\n";
    assertCorpusRefused(":2", "malformed JSON", good + "{\"_id\": \"2\", \"text\": \n");
    assertCorpusRefused(":2", "\"_id\" is missing", good + "{\"text\": \"x\"}\n");
    assertCorpusRefused(":3", "second time", good + "\n" + good);
    assertCorpusRefused(":2", "not a string", good + "{\"_id\": 2, \"text\": \"x\"}\n");
  }

  @Test
  void keepsWhatIsThere() throws IOException {
    assertRefused(1, index, "index", "--out", index, corpus);
    assertTrue(Program.succeed("search", index, "bird").contains("1 of 1 document"));
    String bad = file("bad.jsonl", "{\"_id\": \"1\", \"text\": \"x\"}\n{");
    String out = fresh();
    assertRefused(1, "bad.jsonl:2", "index", "--out", out, bad);
    assertRefused(1, out, "search", out, "x");
  }

  @Test
  void refusesWidthsOfImpactsThatThereAreNot() throws IOException {
    assertRefused(2, "8, 6 or 4, found 5", "index", "--out", fresh(), "--impact-bits", "5", corpus);
    assertRefused(
        2, "nothing to do", "index", "--append", "--out", index, "--impact-bits", "4", corpus);
    String out = fresh();
    Program.succeed("index", "--out", out, "--impact-bits", "4", corpus);
    assertTrue(Program.succeed("search", out, "bird").contains("1 of 1 document"));
  }

  @Test
  void refusesIndexesThatAreNone() throws IOException {
    assertRefused(1, "corpus.jsonl", "search", corpus, "sea");
    assertRefused(1, directory.toString(), "search", directory.toString(), "sea");
  }

  @Test
  void refusesADamagedIndex() throws IOException {
    String damaged = fresh();
    Program.succeed("index", "--out", damaged, corpus);
    Path victim;
    try (var files = Files.list(Path.of(damaged))) {
      victim =
          files
              .filter(Files::isRegularFile)
              .filter(each -> size(each) > 0)
              .max((one, other) -> Long.compare(size(one), size(other)))
              .orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(victim);
    bytes[bytes.length / 2] ^= 4;
    Files.write(victim, bytes);
    assertRefused(1, victim.getFileName().toString(), "search", damaged, "sea");
  }

  @Test
  void refusesModelsItCannotRead() throws IOException {
    Path model = Files.createDirectories(directory.resolve("model"));
    assertRefused(1, model.toString(), "model", "info", model.toString());
    Files.writeString(model.resolve("config.json"), "{\"model_type\": \"llama\"}");
    assertRefused(1, "bert or distilbert", "encode", "--model", model.toString(), "text");
    Files.writeString(
        model.resolve("config.json"),
        """
        {"model_type": "bert", "hidden_size": 4, "num_attention_heads": 1, "num_hidden_layers": 1,
         "intermediate_size": 4, "vocab_size": 10, "hidden_act": "gelu"}
        """);
    Files.writeString(model.resolve("pytorch_model.bin"), "pickle");
    Files.writeString(model.resolve("vocab.txt"), "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\na\n");
    assertRefused(1, "safe_serialization", "encode", "--model", model.toString(), "text");
    Files.write(model.resolve("model.safetensors"), new byte[] {9, 0, 0});
    assertRefused(1, "model.safetensors", "encode", "--model", model.toString(), "text");
    Files.write(
        model.resolve("model.safetensors"),
        "\u0002\0\0\0\0\0\0\0{}".getBytes(StandardCharsets.ISO_8859_1));
    assertRefused(1, "is missing", "encode", "--model", model.toString(), "text");
  }

  @Test
  void takesEmptyAndEnormousTexts() throws IOException {
    String large =
        file(
            "large.jsonl",
            "{\"_id\": \"empty\", \"text\": \"\"}\n{\"_id\": \"large\", \"text\": \""
                + "tern ".repeat(200_000)
                + "x".repeat(1_000_000)
                + "\"}\n");
    String out = fresh();
    Program.succeed("index", "--out", out, large);
    assertTrue(Program.succeed("search", out, "tern").contains("1 of 2 documents"));
    assertTrue(Program.succeed("search", out, "").contains("none of 2 documents"));
    Program.Result result = Program.runWithInput("tern ".repeat(200_000) + "\n", "search", out);
    assertTrue(result.out().contains("1 of 2 documents"), result.err());
  }

  private static void assertCorpusRefused(String line, String reason, String lines)
      throws IOException {
    String bad = file("malformed.jsonl", lines);
    assertRefused(1, "malformed.jsonl" + line, "index", "--out", fresh(), bad);
    assertRefused(1, reason, "index", "--out", fresh(), bad);
  }

  /// Asserts the exit code and one sentence that holds `part`.
  private static void assertRefused(int exitCode, String part, String... arguments) {
    Program.Result result = Program.run(arguments);
    String shown = List.of(arguments) + " -> " + result;
    assertEquals(exitCode, result.exitCode(), shown);
    assertEquals("", result.out(), shown);
    assertTrue(result.err().startsWith("tern: "), shown);
    assertTrue(result.err().contains(part), shown);
    assertFalse(result.err().contains("Exception") || result.err().contains("\tat "), shown);
    assertEquals(
        exitCode == 2 && result.err().contains("Try '") ? 2 : 1,
        result.err().lines().count(),
        shown);
  }

  private static String fresh() {
    return directory.resolve("new-" + System.nanoTime()).toString();
  }

  private static String file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text).toString();
  }

  private static long size(Path file) {
    return file.toFile().length();
  }
}

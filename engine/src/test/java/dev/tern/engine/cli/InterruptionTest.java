package dev.tern.engine.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.engine.SearchOptions;
import dev.tern.engine.collection.TextIndex;
import dev.tern.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Who stops the program politely keeps what is done; who kills it loses that and nothing else.
///
/// The polite signal here is SIGTERM, which the program treats as Ctrl-C's: a parent may have
/// switched the latter off.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no signals")
class InterruptionTest {
  private static final int DOCUMENTS = 150_000;
  private static final Pattern UNDER_WAY = Pattern.compile("indexing: [1-9][0-9,]* documents");

  @TempDir static Path directory;

  private static Path corpus;
  private static Path model;

  @BeforeAll
  static void writeMoreThanCanBeIndexedAtOnce() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < DOCUMENTS; i++) {
      lines.add("{\"_id\": \"" + i + "\", \"text\": \"the river runs to the sea " + i + "\"}");
    }
    corpus = Files.write(directory.resolve("corpus.jsonl"), lines);
    model = directory.resolve("model");
    Golden.copyModel("bert-mlm-tiny", model);
  }

  @Test
  void aLexicalIndexKeepsWhatIsDone() throws Exception {
    assertPrefixIsKept("lexical");
  }

  @Test
  void aNeuralIndexKeepsWhatIsDone() throws Exception {
    assertPrefixIsKept("neural", "--model", model.toString());
  }

  @Test
  void afterAKillTheSameCommandWorks() throws Exception {
    Path index = directory.resolve("killed");
    Process process = startAndWait(index, "--model", model.toString());
    process.destroyForcibly().waitFor();
    Program.Result search = Program.run("search", index.toString(), "river");
    assertEquals(1, search.exitCode());
    assertTrue(search.err().contains("holds no index"), search.err());
    Path small =
        Files.writeString(
            directory.resolve("small.jsonl"), "{\"_id\": \"1\", \"text\": \"sea\"}\n");
    Program.succeed("index", "--out", index.toString(), small.toString());
    assertTrue(Program.succeed("search", index.toString(), "sea").contains("1 of 1 document "));
  }

  @Test
  void anEvaluationLeavesNothingBehind() throws Exception {
    Path collection = Files.createDirectories(directory.resolve("collection/qrels")).getParent();
    Files.createLink(collection.resolve("corpus.jsonl"), corpus);
    Files.writeString(
        collection.resolve("queries.jsonl"), "{\"_id\": \"q\", \"text\": \"river\"}\n");
    Files.writeString(
        collection.resolve("qrels/test.tsv"), "query-id\tcorpus-id\tscore\nq\t1\t1\n");
    Path temporary = Files.createDirectory(directory.resolve("temporary"));
    Process process =
        startAndWait(
            errors(temporary),
            List.of("-Djava.io.tmpdir=" + temporary),
            "eval",
            "--collection",
            collection.toString());
    process.destroy();
    assertTrue(process.waitFor(1, TimeUnit.MINUTES));
    try (var files = Files.list(temporary)) {
      assertEquals(List.of(), files.toList());
    }
  }

  private static void assertPrefixIsKept(String name, String... options) throws Exception {
    Path index = directory.resolve(name);
    Process process = startAndWait(index, options);
    Instant asked = Instant.now();
    process.destroy();
    assertTrue(process.waitFor(1, TimeUnit.MINUTES));
    Duration took = Duration.between(asked, Instant.now());
    assertTrue(took.toSeconds() < 20, took.toString());
    String err = Files.readString(errors(index));
    assertTrue(process.exitValue() == 1 || process.exitValue() == 143, "" + process.exitValue());
    assertTrue(err.contains("tern: interrupted; the first "), err);
    assertFalse(err.contains("Exception"), err);
    try (TextIndex opened = TextIndex.open(index)) {
      int documents = opened.vectors().documentCount();
      assertTrue(documents > 0 && documents < DOCUMENTS, "" + documents);
      assertTrue(err.contains(String.format("first %,d document", documents)), err);
      for (int i = 0; i < documents; i++) {
        assertEquals(Integer.toString(i), opened.vectors().key(i));
      }
      assertEquals(10, opened.search("river", SearchOptions.top(10)).hits().size());
      assertGoesOn(index, documents, options);
    }
  }

  /// The same command with `--append` does the rest; here, of a shorter file.
  private static void assertGoesOn(Path index, int done, String... options) throws IOException {
    Path longer = directory.resolve("longer.jsonl");
    Files.write(longer, Files.readAllLines(corpus).subList(0, done + 20));
    List<String> arguments = new ArrayList<>(List.of(options));
    arguments.addAll(0, List.of("index", "--append", "--out", index.toString()));
    arguments.add(longer.toString());
    Program.succeed(arguments.toArray(String[]::new));
    try (TextIndex opened = TextIndex.open(index)) {
      assertEquals(done + 20, opened.vectors().documentCount());
      for (int i = 0; i < done + 20; i++) {
        assertEquals(Integer.toString(i), opened.vectors().key(i));
      }
    }
  }

  /// Starts indexing and returns when the first documents are done, which also shows that progress
  /// is visible where the launcher says that a person is looking.
  private static Process startAndWait(Path index, String... options) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(options));
    arguments.addAll(0, List.of("index", "--out", index.toString()));
    arguments.add(corpus.toString());
    return startAndWait(errors(index), List.of(), arguments.toArray(String[]::new));
  }

  private static Process startAndWait(Path errors, List<String> javaOptions, String... arguments)
      throws Exception {
    List<String> options = new ArrayList<>(javaOptions);
    options.addAll(List.of("--add-modules=jdk.incubator.vector", "-Dtern.terminal=true"));
    Process process =
        new ProcessBuilder(Program.command(options, arguments))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(errors.toFile())
            .start();
    Instant latest = Instant.now().plusSeconds(120);
    while (!UNDER_WAY.matcher(Files.readString(errors)).find()) {
      assertTrue(process.isAlive(), Files.readString(errors));
      assertTrue(Instant.now().isBefore(latest), Files.readString(errors));
      Thread.sleep(20);
    }
    return process;
  }

  private static Path errors(Path index) {
    return index.resolveSibling(index.getFileName() + ".err");
  }
}

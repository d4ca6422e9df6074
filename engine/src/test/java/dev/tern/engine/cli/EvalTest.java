package dev.tern.engine.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.tern.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Evaluations of a tiny collection and of runs.
class EvalTest {
  private static final List<String> KEYS =
      List.of(
          "ndcg@10",
          "recall@100",
          "mrr@10",
          "documents",
          "queries",
          "documentLength",
          "queryLength",
          "flops",
          "judgementsOutside");

  @TempDir static Path directory;

  private static String collection;
  private static String qrels;

  @BeforeAll
  static void writeACollection() throws IOException {
    Path folder = Files.createDirectories(directory.resolve("birds"));
    Files.writeString(
        folder.resolve("corpus.jsonl"),
        """
        {"_id": "1", "text": "a sea bird"}
        {"_id": "2", "text": "a forest bird"}
        {"_id": "3", "text": "the sea"}
        """);
    Files.writeString(
        folder.resolve("queries.jsonl"),
        """
        {"_id": "q1", "text": "birds of the sea"}
        {"_id": "q2", "text": "forest"}
        {"_id": "unjudged", "text": "sea"}
        """);
    Files.createDirectory(folder.resolve("qrels"));
    Files.writeString(
        folder.resolve("qrels/dev.tsv"),
        "query-id\tcorpus-id\tscore\nq1\t3\t1\nq1\tgone\t1\nq2\t2\t2\n");
    collection = folder.toString();
    qrels = folder.resolve("qrels/dev.tsv").toString();
  }

  @Test
  void aCollectionHasTheSameKeysInEveryModeAndItsRunTheSameFigures() throws IOException {
    Path run = directory.resolve("birds.run");
    Map<String, Object> figures = eval("--split", "dev", "--run", run.toString());
    assertEquals(KEYS, List.copyOf(figures.keySet()));
    assertEquals(1, number(figures, "mrr@10"));
    assertEquals(.75, number(figures, "recall@100"));
    assertEquals(1, number(figures, "judgementsOutside"));
    assertEquals(2, number(figures, "queries"));
    assertEquals(3, number(figures, "documents"));
    Map<String, Object> scored =
        JSON.std.mapFrom(
            Program.succeed("eval", "--run", run.toString(), "--qrels", qrels, "--json"));
    assertEquals(KEYS.subList(0, 3), List.copyOf(scored.keySet()).subList(0, 3));
    for (String metric : KEYS.subList(0, 3)) {
      assertEquals(figures.get(metric), scored.get(metric), metric);
    }
    Path model = directory.resolve("model");
    Golden.copyModel("bert-mlm-tiny", model);
    Map<String, Object> dense =
        eval("--split", "dev", "--model", model.toString(), "--queries", "dense");
    assertEquals(KEYS, List.copyOf(dense.keySet()));
    assertNull(dense.get("flops"));
    assertEquals(.75, number(dense, "recall@100"));
    Map<String, Object> hybrid =
        eval(
            "--split",
            "dev",
            "--model",
            model.toString(),
            "--fusion",
            "scores:2,1",
            "--dense-model",
            model.toString());
    assertEquals(KEYS, List.copyOf(hybrid.keySet()));
    assertEquals(.75, number(hybrid, "recall@100"));
  }

  @Test
  void refusesWhatDoesNotFitBeforeTheWork() {
    assertRefused(1, "qrels/test.tsv; its splits are [dev]", "--collection", collection);
    assertRefused(
        1,
        "is a directory; name a file for the run",
        "--split",
        "dev",
        "--collection",
        collection,
        "--run",
        collection);
    assertRefused(2, "there is no such metric", "--collection", collection, "--metrics", "best@3");
    assertRefused(2, "relevance level", "--collection", collection, "--relevance-level", "0");
    assertRefused(2, "needs --model", "--collection", collection, "--queries", "dense");
    assertRefused(
        2, "--fusion needs a sparse model", "--collection", collection, "--fusion", "rrf");
    assertRefused(
        2, "nothing to do without --fusion", "--collection", collection, "--dense-model", "model");
    for (String[] wrong :
        new String[][] {
          {"--fusion", "best", "a fusion is rrf, scores"},
          {"--fusion", "scores:x", "'x' is no number"},
        }) {
      assertRefused(
          2,
          wrong[2],
          "--collection",
          collection,
          "--split",
          "dev",
          "--model",
          "m",
          wrong[0],
          wrong[1]);
    }
  }

  @Test
  void refusesRunsAndCollectionsWithNothingInCommon() throws IOException {
    Path run = Files.writeString(directory.resolve("other.run"), "q9 Q0 1 1 2.5 other\n");
    assertRefused(1, "no query has both", "--run", run.toString(), "--qrels", qrels);
    Path empty = Files.createDirectories(directory.resolve("empty/qrels")).getParent();
    for (String file : List.of("queries.jsonl", "qrels/dev.tsv")) {
      Files.copy(Path.of(collection, file), empty.resolve(file));
    }
    Files.createFile(empty.resolve("corpus.jsonl"));
    assertRefused(1, "is empty", "--collection", empty.toString(), "--split", "dev");
    Files.writeString(empty.resolve("qrels/dev.tsv"), "query-id\tcorpus-id\tscore\nq7\t1\t1\n");
    assertRefused(
        1, "dev.tsv:2: there is no query 'q7'", "--collection", empty.toString(), "--split", "dev");
  }

  private static Map<String, Object> eval(String... options) throws IOException {
    String[] arguments = new String[options.length + 4];
    System.arraycopy(options, 0, arguments, 4, options.length);
    System.arraycopy(
        new String[] {"eval", "--json", "--collection", collection}, 0, arguments, 0, 4);
    return JSON.std.mapFrom(Program.succeed(arguments));
  }

  private static double number(Map<String, Object> figures, String key) {
    return ((Number) figures.get(key)).doubleValue();
  }

  private static void assertRefused(int exitCode, String part, String... options) {
    String[] arguments = new String[options.length + 1];
    System.arraycopy(options, 0, arguments, 1, options.length);
    arguments[0] = "eval";
    Program.Result result = Program.run(arguments);
    String shown = List.of(arguments) + " -> " + result;
    assertEquals(exitCode, result.exitCode(), shown);
    assertEquals("", result.out(), shown);
    assertTrue(result.err().startsWith("tern: ") && result.err().contains(part), shown);
    assertEquals(1, result.err().lines().count(), shown);
  }
}

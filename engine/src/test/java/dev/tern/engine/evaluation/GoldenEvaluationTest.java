package dev.tern.engine.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.tern.testing.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Every value that trec_eval 9.0.8 and BEIR give for the reference cases.
class GoldenEvaluationTest {
  private static final double TOLERANCE = 1e-12;

  /// Where we read more strictly or more kindly than trec_eval, tested below by name.
  private static final Set<String> OURS = Set.of("lenient-numbers", "byte-order-mark");

  @TestFactory
  List<DynamicTest> equalsTrecEval() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Map<String, Object> golden : cases("cases")) {
      String name = (String) golden.get("name");
      Path directory = Shared.golden("evaluation/" + name);
      for (Object options : (List<?>) golden.get("options")) {
        String display = name + " " + options;
        if (golden.get("outcome").equals("refused")) {
          tests.add(DynamicTest.dynamicTest(display, () -> assertRefused(directory, options)));
        } else if (!OURS.contains(name)) {
          tests.add(DynamicTest.dynamicTest(display, () -> assertValues(directory, options)));
        }
      }
    }
    assertTrue(tests.size() > 80, "tests=" + tests.size());
    return tests;
  }

  @Test
  void refusesNumbersThatAreNone() {
    Path directory = Shared.golden("evaluation/lenient-numbers");
    assertEquals(
        directory.resolve("qrels")
            + ":1: a grade is an integer, found '1.9'; correct the judgement",
        assertThrows(CollectionException.class, () -> Qrels.readTrec(directory.resolve("qrels")))
            .getMessage());
    assertEquals(
        directory.resolve("run") + ":1: a score is a decimal number, found 'abc'; correct the run",
        assertThrows(CollectionException.class, () -> Run.readTrec(directory.resolve("run")))
            .getMessage());
  }

  @Test
  void dropsByteOrderMark() throws IOException {
    Path directory = Shared.golden("evaluation/byte-order-mark");
    Metric metric = Metric.parse("recip_rank");
    Evaluation evaluation =
        new Evaluator(Qrels.readTrec(directory.resolve("qrels")), EvaluationOptions.trecEval())
            .evaluate(Run.readTrec(directory.resolve("run")), List.of(metric));
    assertEquals(1.0, evaluation.summary(metric));
  }

  @TestFactory
  List<DynamicTest> equalsBeir() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Map<String, Object> golden : cases("beir")) {
      String name = (String) golden.get("name");
      Path directory = Shared.golden("evaluation/" + name);
      for (String identicalIds : List.of("kept", "removed")) {
        tests.add(
            DynamicTest.dynamicTest(
                name + " " + identicalIds, () -> assertBeirValues(directory, identicalIds)));
      }
    }
    assertEquals(8, tests.size());
    return tests;
  }

  private static List<Map<String, Object>> cases(String key) throws IOException {
    Path file = Shared.golden("evaluation/cases.json");
    List<Map<String, Object>> cases = new ArrayList<>();
    for (Object golden : (List<?>) JSON.std.mapFrom(file.toFile()).get(key)) {
      Map<String, Object> copy = new LinkedHashMap<>();
      ((Map<?, ?>) golden).forEach((field, value) -> copy.put((String) field, value));
      cases.add(copy);
    }
    return cases;
  }

  private static void assertValues(Path directory, Object options) throws IOException {
    List<String[]> expected =
        Shared.lines(directory.resolve("expected.tsv")).stream()
            .map(line -> line.split("\t", -1))
            .filter(row -> row[0].equals(options))
            .toList();
    assertTrue(expected.size() >= 20, "rows=" + expected.size());
    Qrels qrels = Qrels.readTrec(directory.resolve("qrels"));
    Run run = Run.readTrec(directory.resolve("run"), qrels::contains);
    List<Metric> metrics = expected.stream().map(row -> Metric.parse(row[2])).distinct().toList();
    Evaluation evaluation = new Evaluator(qrels, parse(options)).evaluate(run, metrics);
    Set<String> queries = new TreeSet<>();
    for (String[] row : expected) {
      Metric metric = Metric.parse(row[2]);
      boolean all = row[1].equals("all");
      double value = all ? evaluation.summary(metric) : evaluation.value(row[1], metric);
      assertEquals(Double.parseDouble(row[3]), value, TOLERANCE, () -> String.join(" ", row));
      if (!all) {
        queries.add(row[1]);
      }
    }
    assertEquals(queries, new TreeSet<>(evaluation.queries()));
  }

  private static void assertRefused(Path directory, Object options) {
    String message =
        assertThrows(
                CollectionException.class,
                () -> {
                  Qrels qrels = Qrels.readTrec(directory.resolve("qrels"));
                  Run run = Run.readTrec(directory.resolve("run"), qrels::contains);
                  new Evaluator(qrels, parse(options)).evaluate(run, List.of(Metric.parse("map")));
                })
            .getMessage();
    String expected =
        switch (directory.getFileName().toString()) {
          case "empty-run" -> "run: the run has no line";
          case "no-query-in-common" -> "run: no query has both results here and judgements in ";
          case "duplicate-in-run" -> "run:3: document 'a' is a result of query 'q1' for the second";
          case "duplicate-in-qrels" -> "qrels:3: document 'a' is judged for query 'q1' for the";
          case "blank-line-in-qrels" -> "qrels:2: a line of TREC judgements has four columns";
          case "run-without-tag" -> "run:2: a line of a run has six columns";
          case "qrels-extra-column", "qrels-three-columns", "comment-lines" ->
              "qrels:1: a line of TREC judgements has four columns";
          default -> "no such case";
        };
    assertTrue(message.startsWith(directory + "/" + expected), () -> expected + " <> " + message);
  }

  private static EvaluationOptions parse(Object commandLine) {
    EvaluationOptions options = EvaluationOptions.trecEval();
    for (String option : ((String) commandLine).split(" ", -1)) {
      options =
          switch (option.substring(0, Math.min(2, option.length()))) {
            case "-" -> options;
            case "-c" -> options.withComplete(true);
            case "-J" -> options.withJudgedOnly(true);
            case "-l" -> options.withRelevanceLevel(Integer.parseInt(option.substring(2)));
            case "-M" -> options.withMaxResults(Integer.parseInt(option.substring(2)));
            default -> throw new IllegalArgumentException("option=" + option);
          };
    }
    return options;
  }

  /// NDCG, recall and precision average over the queries with results; BEIR's own MRR over all.
  private static void assertBeirValues(Path directory, String identicalIds) throws IOException {
    Qrels qrels = Qrels.read(directory.resolve("qrels/test.tsv"));
    Run run = readResults(directory.resolve("results.jsonl"));
    int rows = 0;
    for (String line : Shared.lines(directory.resolve("expected.tsv"))) {
      String[] row = line.split("\t", -1);
      if (row[0].equals(identicalIds)) {
        Metric metric = Metric.parse(row[1]);
        EvaluationOptions options =
            EvaluationOptions.trecEval()
                .withRemoveIdenticalIds(identicalIds.equals("removed"))
                .withComplete(metric.measure() == Measure.RECIPROCAL_RANK);
        double value = new Evaluator(qrels, options).evaluate(run, List.of(metric)).summary(metric);
        assertEquals(Double.parseDouble(row[2]), value, 5.1e-6, line);
        rows++;
      }
    }
    assertEquals(7, rows);
  }

  private static Run readResults(Path file) throws IOException {
    Map<String, Ranking> rankings = new LinkedHashMap<>();
    for (String line : Files.readAllLines(file)) {
      Map<String, Object> result = JSON.std.mapFrom(line);
      List<?> hits = (List<?>) result.get("hits");
      String[] ids = new String[hits.size()];
      float[] scores = new float[ids.length];
      for (int i = 0; i < ids.length; i++) {
        List<?> hit = (List<?>) hits.get(i);
        ids[i] = (String) hit.get(0);
        scores[i] = ((Number) hit.get(1)).floatValue();
      }
      rankings.put((String) result.get("query"), Ranking.of(ids, scores));
    }
    return Run.of(rankings);
  }
}

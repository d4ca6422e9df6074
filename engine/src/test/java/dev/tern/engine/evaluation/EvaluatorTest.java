package dev.tern.engine.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// One rule a test, with values worked out by hand.
class EvaluatorTest {
  private static final EvaluationOptions PLAIN = EvaluationOptions.trecEval();
  private static final double LOG2_3 = Math.log(3) / Math.log(2);
  private static final double EXACT = 1e-15;

  @Test
  void gainIsTheGradeAndDiscountStartsAtRankTwo() {
    // DCG = 1 / log2(2) + 3 / log2(4); the ideal has the grade 7 that was not retrieved.
    Qrels qrels = qrels("q", Map.of("a", 1, "b", 0, "c", 3, "d", 7));
    Run run = run("q", "a", "b", "c");
    double ideal = 7 + 3 / LOG2_3 + 1 / 2.0;
    assertEquals(2.5 / ideal, value(qrels, run, PLAIN, "ndcg"), EXACT);
    assertEquals(1.0 / 7, value(qrels, run, PLAIN, "ndcg@1"), EXACT);
    assertEquals(1 / (7 + 3 / LOG2_3), value(qrels, run, PLAIN, "ndcg@2"), EXACT);
    assertEquals(2.5 / ideal, value(qrels, run, PLAIN, "ndcg@1000"), EXACT);
  }

  @Test
  void relevanceLevelMovesEverythingButNdcg() {
    Qrels qrels = qrels("q", Map.of("a", 1, "b", 2, "c", 2));
    Run run = run("q", "a", "b", "x");
    EvaluationOptions levelTwo = PLAIN.withRelevanceLevel(2);
    assertEquals(
        value(qrels, run, PLAIN, "ndcg@10"), value(qrels, run, levelTwo, "ndcg@10"), EXACT);
    assertEquals(1.0, value(qrels, run, PLAIN, "mrr"));
    assertEquals(0.5, value(qrels, run, levelTwo, "mrr"));
    assertEquals(0.25, value(qrels, run, levelTwo, "map"));
    assertEquals(0.1, value(qrels, run, levelTwo, "p@10"));
    assertEquals(0.5, value(qrels, run, levelTwo, "recall@10"));
    assertEquals(0.5, value(qrels, run, levelTwo, "rprec"));
    assertEquals(0.0, value(qrels, run, levelTwo, "success@1"));
    // One hit, with the only judged non-relevant document above it: 1 - 1 / 1, over R = 2.
    assertEquals(0.0, value(qrels, run, levelTwo, "bpref"));
    assertEquals(2.0, value(qrels, run, levelTwo, "num_rel"));
    assertEquals(3.0, value(qrels, run, levelTwo.withComplete(true), "num_rel"));
  }

  @Test
  void cutOffsDivideByWhatTheyName() {
    Qrels qrels = qrels("q", Map.of("a", 1, "c", 1, "z", 1, "y", 1));
    Run run = run("q", "a", "b", "c");
    assertEquals(2.0 / 5, value(qrels, run, PLAIN, "p@5"), EXACT);
    assertEquals(1.0 / 4, value(qrels, run, PLAIN, "recall@2"), EXACT);
    assertEquals(2.0 / 4, value(qrels, run, PLAIN, "recall@1000"), EXACT);
    assertEquals((1 + 2 / 3.0) / 4, value(qrels, run, PLAIN, "map"), EXACT);
    assertEquals(1.0 / 4, value(qrels, run, PLAIN, "map@2"), EXACT);
    assertEquals(2.0 / 4, value(qrels, run, PLAIN, "rprec"), EXACT);
    assertEquals(3.0, value(qrels, run, PLAIN, "num_ret"));
    assertEquals(2.0, value(qrels, run, PLAIN, "num_rel_ret"));
  }

  @Test
  void reciprocalRankIsCutLikeUnderMaxResults() {
    Qrels qrels = qrels("q", Map.of("k", 1));
    Run run = run("q", "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k");
    assertEquals(1.0 / 11, value(qrels, run, PLAIN, "mrr"), EXACT);
    assertEquals(0.0, value(qrels, run, PLAIN, "mrr@10"));
    assertEquals(1.0 / 11, value(qrels, run, PLAIN, "mrr@11"), EXACT);
    assertEquals(0.0, value(qrels, run, PLAIN.withMaxResults(10), "mrr"));
  }

  @Test
  void bprefComparesWithJudgedMissesOnly() {
    // R = 2, N = 3, min(N, R) = 2. Hit b has n = 1: 1 - 1/2; hit e has n = 3, cut to R: 1 - 2/2.
    Qrels qrels = qrels("q", Map.of("a", 0, "b", 1, "c", 0, "d", 0, "e", 1));
    Run run = run("q", "u", "a", "v", "b", "c", "d", "e");
    assertEquals(0.25, value(qrels, run, PLAIN, "bpref"));
    assertEquals(1.0, value(qrels, run("q", "u", "b", "e"), PLAIN, "bpref"));
  }

  @Test
  void negativeGradeCountsAsNotJudged() {
    Qrels qrels = qrels("q", Map.of("n", -2, "a", 1, "m", 0));
    Run run = run("q", "n", "m", "a");
    assertEquals(0.0, value(qrels, run, PLAIN, "bpref"));
    assertEquals(1.0 / 3, value(qrels, run, PLAIN, "mrr"), EXACT);
    assertEquals(0.5, value(qrels, run, PLAIN.withJudgedOnly(true), "mrr"));
    assertEquals(0.5, value(qrels, run, PLAIN, "ndcg"), EXACT);
    Qrels onlyNegative = qrels("q", Map.of("n", -1));
    for (String metric : List.of("ndcg", "map", "bpref", "rprec", "recall@5", "num_rel")) {
      assertEquals(0.0, value(onlyNegative, run, PLAIN, metric), metric);
    }
  }

  @Test
  void resultsAreCutBeforeUnjudgedOnesAreDropped() {
    Qrels qrels = qrels("q", Map.of("a", 1, "b", 1));
    Run run = run("q", "x", "a", "y", "b");
    EvaluationOptions judged = PLAIN.withJudgedOnly(true);
    assertEquals(1.0, value(qrels, run, judged, "map"));
    assertEquals(2.0, value(qrels, run, judged, "num_ret"));
    assertEquals(0.5, value(qrels, run, judged.withMaxResults(3), "map"));
    assertEquals(1.0, value(qrels, run, judged.withMaxResults(3), "num_ret"));
  }

  @Test
  void queryItselfIsRemovedBeforeTheCut() {
    Qrels qrels = qrels("q", Map.of("a", 1));
    Run run = run("q", "q", "a");
    EvaluationOptions first = PLAIN.withMaxResults(1);
    assertEquals(0.0, value(qrels, run, first, "mrr"));
    assertEquals(1.0, value(qrels, run, first.withRemoveIdenticalIds(true), "mrr"));
    assertEquals(0.0, value(qrels, run("q", "q"), PLAIN.withRemoveIdenticalIds(true), "num_ret"));
  }

  @Test
  void completeMeanCountsQueriesWithoutResults() throws CollectionException {
    Map<String, Map<String, Integer>> grades = new LinkedHashMap<>();
    grades.put("q2", Map.of("a", 1));
    grades.put("q10", Map.of("a", 1, "b", 1));
    grades.put("absent", Map.of("a", 2));
    grades.put("nothing-relevant", Map.of("a", 0));
    Run run =
        Run.of(
            Map.of(
                "q2", ranking("a"),
                "q10", ranking("x", "a"),
                "nothing-relevant", ranking("a"),
                "not-judged", ranking("a"),
                "absent", Ranking.empty()));
    Qrels qrels = Qrels.of(grades);
    assertEquals(1.5 / 3, value(qrels, run, PLAIN, "mrr"), EXACT);
    assertEquals(3.0, value(qrels, run, PLAIN, "num_q"));
    assertEquals(3.0, value(qrels, run, PLAIN, "num_rel"));
    EvaluationOptions standard = EvaluationOptions.standard();
    assertEquals(1.5 / 4, value(qrels, run, standard, "mrr"), EXACT);
    assertEquals(4.0, value(qrels, run, standard, "num_q"));
    assertEquals(4.0, value(qrels, run, standard, "num_rel"));
    assertEquals(4.0, value(qrels, run, standard, "num_ret"));
    Metric mrr = Metric.parse("mrr");
    Evaluation evaluation = new Evaluator(qrels, standard).evaluate(run, List.of(mrr, mrr));
    assertEquals(List.of(mrr), evaluation.metrics());
    assertEquals(List.of("nothing-relevant", "q10", "q2"), List.copyOf(evaluation.queries()));
    assertEquals(0.5, evaluation.value("q10", mrr));
    assertEquals(0.0, evaluation.value("absent", mrr));
    assertThrows(IllegalArgumentException.class, () -> evaluation.summary(Metric.parse("map")));
  }

  @Test
  void refusesRunOfOtherQueries() {
    String message =
        assertThrows(
                CollectionException.class,
                () ->
                    new Evaluator(qrels("q1", Map.of("a", 1)), EvaluationOptions.standard())
                        .evaluate(run("q2", "a"), List.of(Metric.parse("map"))))
            .getMessage();
    assertTrue(message.contains("no query has both results here and judgements in"), message);
  }

  @Test
  void refusesOptionsThatMeanNothing() {
    assertThrows(IllegalArgumentException.class, () -> PLAIN.withRelevanceLevel(0));
    assertThrows(IllegalArgumentException.class, () -> PLAIN.withMaxResults(0));
  }

  private static double value(Qrels qrels, Run run, EvaluationOptions options, String metric) {
    try {
      Metric parsed = Metric.parse(metric);
      return new Evaluator(qrels, options).evaluate(run, List.of(parsed)).summary(parsed);
    } catch (CollectionException e) {
      throw new AssertionError(e);
    }
  }

  private static Qrels qrels(String query, Map<String, Integer> grades) {
    return Qrels.of(Map.of(query, grades));
  }

  private static Run run(String query, String... best) {
    return Run.of(Map.of(query, ranking(best)));
  }

  private static Ranking ranking(String... best) {
    float[] scores = new float[best.length];
    for (int i = 0; i < best.length; i++) {
      scores[i] = best.length - i;
    }
    return Ranking.of(best, scores);
  }
}

package dev.tern.engine.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tern.testing.Randomized;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// Every metric under random options against a second definition, written for plainness: sets and
/// lists instead of running counts, the order by encoding the ids.
class RandomEvaluationTest {
  private static final String[] PIECES = {"a", "B", "9", "10", "é", "～", "😀", "\uE000", "-"};

  private static final List<String> METRICS =
      List.of(
          "ndcg",
          "ndcg@1",
          "ndcg@3",
          "ndcg@10",
          "recall@1",
          "recall@3",
          "recall@10",
          "p@1",
          "p@3",
          "p@10",
          "success@1",
          "success@3",
          "map",
          "map@3",
          "mrr",
          "mrr@3",
          "rprec",
          "bpref",
          "num_ret",
          "num_rel",
          "num_rel_ret",
          "num_q");

  private record Scored(String id, float score) {}

  @Randomized(runs = 200)
  void equalsPlainDefinition(RandomGenerator random) throws CollectionException {
    Map<String, Map<String, Integer>> grades = new LinkedHashMap<>();
    Map<String, List<Scored>> results = new LinkedHashMap<>();
    int queries = 1 + random.nextInt(5);
    for (int q = 0; q < queries; q++) {
      if (q == 0 || random.nextInt(4) > 0) {
        grades.put("q" + q, randomGrades(random));
      }
      if (q == 0 || random.nextInt(4) > 0) {
        results.put("q" + q, randomResults(random));
      }
    }
    EvaluationOptions options =
        new EvaluationOptions(
            1 + random.nextInt(3),
            random.nextBoolean() ? Integer.MAX_VALUE : 1 + random.nextInt(6),
            random.nextBoolean(),
            random.nextBoolean(),
            random.nextBoolean());
    List<Metric> metrics = METRICS.stream().map(Metric::parse).toList();
    Evaluation evaluation =
        new Evaluator(Qrels.of(grades), options).evaluate(run(results), metrics);
    for (String metric : METRICS) {
      double sum = 0;
      int both = 0;
      for (String query : results.keySet()) {
        if (grades.containsKey(query)) {
          double expected = plain(metric, query, results.get(query), grades.get(query), options);
          assertEquals(
              expected,
              evaluation.value(query, Metric.parse(metric)),
              1e-12,
              () -> metric + " of " + query + " " + options + " " + grades + " " + results);
          sum += expected;
          both++;
        }
      }
      if (!metric.startsWith("num_")) {
        double expected = sum / (options.complete() ? grades.size() : both);
        assertEquals(
            expected, evaluation.summary(Metric.parse(metric)), 1e-12, () -> metric + options);
      }
    }
  }

  private static Map<String, Integer> randomGrades(RandomGenerator random) {
    Map<String, Integer> grades = new LinkedHashMap<>();
    for (int i = 1 + random.nextInt(12); i > 0; i--) {
      grades.put(randomId(random), random.nextInt(-1, 4));
    }
    return grades;
  }

  /// Few different scores, so that there are many ties.
  private static List<Scored> randomResults(RandomGenerator random) {
    Map<String, Float> scores = new LinkedHashMap<>();
    for (int i = 1 + random.nextInt(15); i > 0; i--) {
      float score = random.nextInt(10) == 0 ? Float.NEGATIVE_INFINITY : random.nextInt(-2, 3) / 2f;
      scores.put(randomId(random), score == 0 && random.nextBoolean() ? -0f : score);
    }
    List<Scored> results = new ArrayList<>();
    scores.forEach((id, score) -> results.add(new Scored(id, score)));
    return results;
  }

  private static String randomId(RandomGenerator random) {
    String id = PIECES[random.nextInt(PIECES.length)];
    return random.nextInt(6) == 0
        ? "q" + random.nextInt(5)
        : random.nextBoolean() ? id : id + PIECES[random.nextInt(PIECES.length)];
  }

  private static Run run(Map<String, List<Scored>> results) {
    Map<String, Ranking> rankings = new LinkedHashMap<>();
    results.forEach((query, scored) -> {
      float[] scores = new float[scored.size()];
      IntStream.range(0, scores.length).forEach(i -> scores[i] = scored.get(i).score());
      rankings.put(
          query, Ranking.of(scored.stream().map(Scored::id).toArray(String[]::new), scores));
    });
    return Run.of(rankings);
  }

  private static double plain(
      String metric,
      String query,
      List<Scored> results,
      Map<String, Integer> grades,
      EvaluationOptions options) {
    List<String> ranked =
        results.stream()
            .filter(hit -> !options.removeIdenticalIds() || !hit.id().equals(query))
            .sorted(
                Comparator.comparingDouble((Scored hit) -> hit.score() + 0.0)
                    .thenComparing(hit -> bytes(hit.id()))
                    .reversed())
            .limit(options.maxResults())
            .map(Scored::id)
            .filter(id -> !options.judgedOnly() || grades.getOrDefault(id, -1) >= 0)
            .toList();
    int at = metric.indexOf('@');
    int k = at < 0 ? Integer.MAX_VALUE : Integer.parseInt(metric.substring(at + 1));
    List<String> top = ranked.subList(0, Math.min(k, ranked.size()));
    List<String> relevant =
        grades.keySet().stream().filter(id -> grades.get(id) >= options.relevanceLevel()).toList();
    List<String> hits = top.stream().filter(relevant::contains).toList();
    double all = Math.max(1, relevant.size());
    return switch (at < 0 ? metric : metric.substring(0, at)) {
      case "ndcg" -> {
        double ideal =
            gain(grades.values().stream().sorted(Comparator.reverseOrder()).limit(k).toList());
        double gain = gain(top.stream().map(id -> grades.getOrDefault(id, 0)).toList());
        yield ideal == 0 ? 0 : gain / ideal;
      }
      case "recall" -> hits.size() / all;
      case "p" -> (double) hits.size() / k;
      case "success" -> hits.isEmpty() ? 0 : 1;
      case "map" ->
          hits.stream()
                  .mapToDouble(hit -> (hits.indexOf(hit) + 1.0) / (top.indexOf(hit) + 1.0))
                  .sum()
              / all;
      case "mrr" -> hits.isEmpty() ? 0 : 1.0 / (top.indexOf(hits.getFirst()) + 1);
      case "rprec" -> top.stream().limit(relevant.size()).filter(relevant::contains).count() / all;
      case "bpref" -> bpref(top, hits, relevant, grades) / all;
      case "num_ret" -> ranked.size();
      case "num_rel" -> relevant.size();
      case "num_rel_ret" -> hits.size();
      case "num_q" -> 1;
      default -> throw new IllegalArgumentException("metric=" + metric);
    };
  }

  private static double gain(List<Integer> grades) {
    return IntStream.range(0, grades.size())
        .mapToDouble(i -> Math.max(0, grades.get(i)) * Math.log(2) / Math.log(i + 2))
        .sum();
  }

  private static double bpref(
      List<String> top, List<String> hits, List<String> relevant, Map<String, Integer> grades) {
    List<String> misses =
        grades.keySet().stream()
            .filter(id -> grades.get(id) >= 0 && !relevant.contains(id))
            .toList();
    double sum = 0;
    for (String hit : hits) {
      long above = top.subList(0, top.indexOf(hit)).stream().filter(misses::contains).count();
      double bound = Math.min(misses.size(), relevant.size());
      sum += above == 0 ? 1 : 1 - Math.min(above, relevant.size()) / bound;
    }
    return sum;
  }

  /// Bytes as a string of characters 0..255, which compares as unsigned bytes do.
  private static String bytes(String id) {
    ByteBuffer utf8 = StandardCharsets.UTF_8.encode(id);
    return StandardCharsets.ISO_8859_1.decode(utf8).toString();
  }
}

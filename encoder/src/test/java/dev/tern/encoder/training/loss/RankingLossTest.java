package dev.tern.encoder.training.loss;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tern.encoder.training.CentralDifferences;
import dev.tern.encoder.training.TrainingGolden;
import dev.tern.encoder.training.loss.InfoNce.Negatives;
import dev.tern.encoder.training.loss.Matching.Candidates;
import dev.tern.testing.Randomized;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RankingLossTest {
  private static final RankingLoss PLAIN_KL = new KullbackLeibler(1, 1, false);

  static Stream<TrainingGolden> scoreCases() throws IOException {
    return TrainingGolden.losses("kl", "margin_mse");
  }

  static Stream<TrainingGolden> vectorCases() throws IOException {
    return TrainingGolden.losses("kl_in_batch", "infonce");
  }

  @ParameterizedTest
  @MethodSource("scoreCases")
  void agreesWithTheReferenceOnScores(TrainingGolden golden) {
    RankingLoss loss =
        golden.op().equals("kl")
            ? new KullbackLeibler(
                golden.number("tau_student"),
                golden.number("tau_teacher"),
                (Boolean) golden.params().get("tau_squared"))
            : new MarginMse();
    Scores scores = Scores.own(golden.shape("scores")[1], golden.doubles("scores"));
    golden.check("value", loss.add(scores, golden.doubles("teacher"), 1));
    golden.check("grad.scores", gradients(scores));
  }

  @ParameterizedTest
  @MethodSource("vectorCases")
  void agreesWithTheReferenceOnVectors(TrainingGolden golden) {
    int columns = golden.shape("docs")[1];
    SparseRows queries = SparseRows.dense(columns, golden.doubles("queries"));
    SparseRows documents = SparseRows.dense(columns, golden.doubles("docs"));
    boolean isInfoNce = golden.op().equals("infonce");
    double[] teacher = isInfoNce ? new double[0] : golden.doubles("teacher");
    RankingLoss loss = isInfoNce ? infoNce(golden) : PLAIN_KL;
    boolean isOwn = isInfoNce && golden.params().get("negatives").equals("own");
    Scores all = new Matching(queries, documents, Candidates.BATCH).forward();
    golden.check("scores", values(all));

    Matching matching = new Matching(queries, documents, isOwn ? Candidates.OWN : Candidates.BATCH);
    Scores scores = matching.forward();
    golden.check("value", loss.add(scores, teacher, 1));
    matching.backward(scores);
    golden.check("grad.queries", SparsityLossTest.gradients(queries));
    golden.check("grad.docs", SparsityLossTest.gradients(documents));
  }

  private static InfoNce infoNce(TrainingGolden golden) {
    Negatives negatives =
        switch ((String) golden.params().get("negatives")) {
          case "own", "in-batch" -> Negatives.ALL;
          case "authors" -> Negatives.HARD;
          case "backward" -> Negatives.QUERIES;
          default -> Negatives.BOTH;
        };
    return new InfoNce(negatives, golden.number("scale"));
  }

  @Randomized(runs = 5)
  void gradientsAreThoseOfTheValue(RandomGenerator random) {
    double[] own = random.doubles(12, -4, 4).toArray();
    double[] ownTeacher = random.doubles(12, 0, 10).toArray();
    double[] batch = random.doubles(18, -4, 4).toArray();
    double[] batchTeacher = random.doubles(18, 0, 10).toArray();
    for (RankingLoss loss :
        List.of(
            PLAIN_KL,
            new KullbackLeibler(2, 2, true),
            new KullbackLeibler(0.5, 3, false),
            new MarginMse(),
            new InfoNce(Negatives.ALL, 0.7))) {
      Scores scores = Scores.own(4, own.clone());
      loss.add(scores, ownTeacher, 1);
      CentralDifferences.check(
          loss.toString(), own, gradients(scores), x -> loss.add(Scores.own(4, x), ownTeacher, 1));
    }
    for (RankingLoss loss :
        List.of(
            PLAIN_KL,
            new InfoNce(Negatives.ALL, 2),
            new InfoNce(Negatives.HARD, 1),
            new InfoNce(Negatives.QUERIES, 1),
            new InfoNce(Negatives.BOTH, 3))) {
      Scores scores = Scores.inBatch(3, 2, batch.clone());
      loss.add(scores, batchTeacher, 1);
      CentralDifferences.check(
          loss.toString(),
          batch,
          gradients(scores),
          x -> loss.add(Scores.inBatch(3, 2, x), batchTeacher, 1));
    }
  }

  @Randomized(runs = 5)
  void matchingSendsGradientsToBothSides(RandomGenerator random) {
    double[] queries = random.doubles(2 * 5L, -1, 1).toArray();
    double[] documents = random.doubles(6 * 5L, -1, 1).toArray();
    for (Candidates candidates : Candidates.values()) {
      SparseRows q = SparseRows.dense(5, queries);
      SparseRows d = SparseRows.dense(5, documents);
      Matching matching = new Matching(q, d, candidates);
      Scores scores = matching.forward();
      new InfoNce(Negatives.ALL, 1).add(scores, new double[0], 1);
      matching.backward(scores);
      CentralDifferences.check(
          "queries " + candidates,
          queries,
          SparsityLossTest.gradients(q),
          x -> infoNce(x, documents, candidates));
      CentralDifferences.check(
          "documents " + candidates,
          documents,
          SparsityLossTest.gradients(d),
          x -> infoNce(queries, x, candidates));
    }
  }

  private static double infoNce(double[] queries, double[] documents, Candidates candidates) {
    Scores scores =
        new Matching(SparseRows.dense(5, queries), SparseRows.dense(5, documents), candidates)
            .forward();
    return new InfoNce(Negatives.ALL, 1).add(scores, new double[0], 1);
  }

  @Test
  void refusesWhatCannotBeRanked() {
    Scores one = Scores.own(1, new double[] {1, 2});
    Scores batch = Scores.inBatch(2, 2, new double[8]);
    assertThrows(IllegalArgumentException.class, () -> new MarginMse().add(one, new double[2], 1));
    assertThrows(
        IllegalArgumentException.class, () -> new MarginMse().add(batch, new double[8], 1));
    assertThrows(IllegalArgumentException.class, () -> PLAIN_KL.add(batch, new double[4], 1));
    assertThrows(
        IllegalArgumentException.class,
        () -> new InfoNce(Negatives.QUERIES, 1).add(one, new double[0], 1));
    assertThrows(IllegalArgumentException.class, () -> new KullbackLeibler(0, 1, false));
    assertThrows(IllegalArgumentException.class, () -> new InfoNce(Negatives.ALL, Double.NaN));
  }

  static double[] gradients(Scores scores) {
    return IntStream.range(0, scores.queries() * scores.candidates())
        .mapToDouble(i -> scores.gradient(i / scores.candidates(), i % scores.candidates()))
        .toArray();
  }

  static double[] values(Scores scores) {
    return IntStream.range(0, scores.queries())
        .mapToObj(scores::row)
        .flatMapToDouble(Arrays::stream)
        .toArray();
  }
}

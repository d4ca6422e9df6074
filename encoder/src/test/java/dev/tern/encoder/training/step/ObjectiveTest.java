package dev.tern.encoder.training.step;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tern.encoder.SparseVector;
import dev.tern.encoder.checkpoint.ExpansionFile.Entry;
import dev.tern.encoder.training.CentralDifferences;
import dev.tern.encoder.training.config.RankingConfig;
import dev.tern.encoder.training.loss.ExpandedMatching;
import dev.tern.encoder.training.loss.ExpandedMatching.Rule;
import dev.tern.encoder.training.loss.IdfTable;
import dev.tern.encoder.training.loss.InfoNce;
import dev.tern.encoder.training.loss.InfoNce.Negatives;
import dev.tern.encoder.training.loss.KullbackLeibler;
import dev.tern.encoder.training.loss.Matching.Candidates;
import dev.tern.encoder.training.loss.SparseRows;
import dev.tern.encoder.training.loss.TableQueries;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Scores of which the student's vectors are only a part.
class ObjectiveTest {
  private static final int V = 9;
  private static final int QUERIES = 3;
  private static final int GROUP = 2;
  private static final double SCALE = 0.4;

  private final Random random = new Random(11);

  /// Token 2 occurs twice, token 1 stands for tokens of the query and others.
  private final List<int[]> queries = List.of(new int[] {2, 5, 2}, new int[] {1, 3}, new int[] {8});

  private final Rule rule =
      Rule.of(
          0.5,
          List.of(
              new Entry(1, 3, 0.01f),
              new Entry(1, 4, 0.6f),
              new Entry(3, 4, 0.001f),
              new Entry(2, 5, 40),
              new Entry(2, 0, 0.3f)));

  private final List<SparseVector> floors = vectors(QUERIES * GROUP);
  private final double[] idf = numbers(V);
  private final double[] documents = numbers(QUERIES * GROUP * V);
  private final Targets targets =
      new Targets(numbers(QUERIES * GROUP), numbers(QUERIES * QUERIES * GROUP));

  private double[] numbers(int count) {
    return random.doubles(count, 0.2, 2).toArray();
  }

  private List<SparseVector> vectors(int count) {
    List<SparseVector> vectors = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int[] ids = random.ints(0, V).distinct().limit(4).sorted().toArray();
      float[] weights = new float[4];
      for (int k = 0; k < 4; k++) {
        weights[k] = 0.2f + 2 * random.nextFloat();
      }
      vectors.add(SparseVector.of(ids, weights));
    }
    return vectors;
  }

  /// What came of a batch.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Result(double loss, double[] documents, double[] idf) {}

  private Result run(Candidates candidates, double[] idf, double[] documents) {
    IdfTable table = new IdfTable(idf);
    TableQueries matching = new ExpandedMatching(table, new BitSet(), rule, rule.factors());
    SparseRows q = matching.forward(queries);
    SparseRows d = SparseRows.dense(V, documents);
    Objective objective =
        new Objective(
            List.of(
                new RankingConfig(new KullbackLeibler(1, 1, false), candidates, 2),
                new RankingConfig(new InfoNce(Negatives.ALL, 1), candidates, 0.5)),
            SCALE,
            Optional.empty(),
            Optional.empty());
    BatchLoss loss =
        objective.add(
            new Objective.Vectors(q, d, Optional.of(SparseRows.of(V, floors))),
            targets,
            new Objective.Prices(table, new double[0], 0),
            1,
            1);
    matching.backward(q);
    double[] ofDocuments = new double[d.size()];
    Arrays.setAll(ofDocuments, d::gradient);
    double[] ofIdf = new double[V];
    Arrays.setAll(ofIdf, table::gradient);
    return new Result(loss.total(), ofDocuments, ofIdf);
  }

  @Test
  void gradientsAreCentralDifferences() {
    for (Candidates candidates : Candidates.values()) {
      Result result = run(candidates, idf, documents);
      CentralDifferences.check(
          candidates + " documents",
          documents,
          result.documents(),
          moved -> run(candidates, idf, moved).loss());
      CentralDifferences.check(
          candidates + " idf",
          idf,
          result.idf(),
          moved -> run(candidates, moved, documents).loss());
    }
  }

  /// The definition, `c q . (d + f)`, in loops.
  @Test
  void theLossIsThatOfTheWholeScores() {
    double root = Math.sqrt(2);
    double[][] q = {
      {root * 0.3f * idf[2], 0, root * idf[2], 0, 0, root * 40 * idf[2], 0, 0, 0},
      {0, idf[1], 0, idf[3], 0.6f * idf[1], 0, 0, 0, 0},
      {0, 0, 0, 0, 0, 0, 0, 0, idf[8]}
    };
    double expected = 0;
    for (int b = 0; b < QUERIES; b++) {
      double[] scores = new double[GROUP];
      for (int k = 0; k < GROUP; k++) {
        int document = b * GROUP + k;
        for (int j = 0; j < V; j++) {
          scores[k] +=
              SCALE * q[b][j] * (documents[document * V + j] + floors.get(document).weightOf(j));
        }
      }
      double[] teacher = Arrays.copyOfRange(targets.own(), b * GROUP, (b + 1) * GROUP);
      for (int k = 0; k < GROUP; k++) {
        double p = softmax(teacher, k);
        expected += 2 * p * Math.log(p / softmax(scores, k)) / QUERIES;
      }
      expected -= 0.5 * Math.log(softmax(scores, 0)) / QUERIES;
    }
    assertEquals(expected, run(Candidates.OWN, idf, documents).loss(), 1e-9);
  }

  private static double softmax(double[] x, int i) {
    return Math.exp(x[i]) / Arrays.stream(x).map(Math::exp).sum();
  }
}

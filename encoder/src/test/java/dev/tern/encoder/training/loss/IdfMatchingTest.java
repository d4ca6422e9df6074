package dev.tern.encoder.training.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.encoder.training.CentralDifferences;
import dev.tern.encoder.training.TrainingGolden;
import dev.tern.encoder.training.loss.Matching.Candidates;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class IdfMatchingTest {
  private static final RankingLoss KL = new KullbackLeibler(1, 1, false);

  static Stream<TrainingGolden> equivalences() throws IOException {
    return TrainingGolden.losses("idf_v1_v2_equivalence");
  }

  @Test
  void agreesWithTheReference() throws IOException {
    TrainingGolden golden = TrainingGolden.losses("idf_matching_v2").findFirst().orElseThrow();
    IdfTable table = new IdfTable(golden.doubles("idf"));
    IdfMatching idf = new IdfMatching(table, new BitSet());
    SparseRows queries = idf.forward(tokens(golden));
    SparseRows documents = SparseRows.dense(table.size(), golden.doubles("docs"));
    golden.check("queries", dense(queries));
    Matching matching = new Matching(queries, documents, Candidates.OWN);
    Scores scores = matching.forward();
    golden.check("scores", RankingLossTest.values(scores));
    double[] upstream = golden.doubles("upstream.scores");
    for (int i = 0; i < upstream.length; i++) {
      scores.addGradient(i / scores.candidates(), i % scores.candidates(), upstream[i]);
    }
    matching.backward(scores);
    idf.backward(queries);
    golden.check("grad.docs", SparsityLossTest.gradients(documents));
    golden.check("grad.idf", SparsityLossTest.gradients(table));
  }

  /// One objective in two coordinates: idf in the score against idf below the line of the penalty.
  @ParameterizedTest
  @MethodSource("equivalences")
  void bothVersionsOfThePaperAreOneObjective(TrainingGolden golden) {
    double lambda = golden.number("lambda");
    SparsityLoss flops =
        golden.has("group") ? new SlotFlops(golden.integer("group")) : new PooledFlops();
    IdfTable idf = new IdfTable(golden.doubles("idf"));
    double[] d = golden.doubles("docs");
    double[] scaled = d.clone();
    Arrays.setAll(scaled, i -> d[i] * idf.weight(i % idf.size()));

    SparseRows d2 = SparseRows.dense(idf.size(), d);
    double rank2 = rank(golden, idf, d2);
    double flops2 = flops.add(d2, lambda);
    SparseRows d1 = SparseRows.dense(idf.size(), scaled);
    double rank1 = rank(golden, IdfTable.binary(idf.size()), d1);
    double flops1 = new IdfFlops(flops, idf).add(d1, lambda);

    golden.check("v1.docs", scaled);
    golden.check("value", rank2 + lambda * flops2);
    golden.check("v1.value", rank1 + lambda * flops1);
    golden.check("v1.rank", rank1);
    golden.check("v2.rank", rank2);
    golden.check("v1.flops", flops1);
    golden.check("v2.flops", flops2);
    golden.check("grad.docs", SparsityLossTest.gradients(d2));
    golden.check("v1.grad.docs", SparsityLossTest.gradients(d1));
    for (int e = 0; e < d.length; e++) {
      assertEquals(d2.gradient(e), idf.weight(d1.id(e)) * d1.gradient(e), 1e-13, "entry " + e);
    }

    // Idf in both places is another objective.
    SparseRows both = SparseRows.dense(idf.size(), d);
    double twice = rank(golden, idf, both) + lambda * new IdfFlops(flops, idf).add(both, lambda);
    golden.check("both.value", twice);
    assertTrue(Math.abs(twice - (rank2 + lambda * flops2)) > 1e-3);
  }

  private static double rank(TrainingGolden golden, IdfTable idf, SparseRows documents) {
    SparseRows queries = new IdfMatching(idf, new BitSet()).forward(tokens(golden));
    Matching matching = new Matching(queries, documents, Candidates.OWN);
    Scores scores = matching.forward();
    double value = KL.add(scores, golden.doubles("teacher"), 1);
    matching.backward(scores);
    return value;
  }

  @Test
  void gradientOfTheTableIsThatOfTheValue() {
    double[] idf = {0.5, 2, -1, 3, 1.5};
    double[] docs = {1, 0, 2, 0.3, 0.9, 0.4, 1, 0, 2, 0};
    BitSet special = new BitSet();
    special.set(4);
    List<int[]> tokens = List.of(new int[] {3, 0, 3, 4, 2, 1});
    double[] teacher = {3, 1};
    IdfTable table = new IdfTable(idf);
    IdfMatching matching = new IdfMatching(table, special);
    SparseRows queries = matching.forward(tokens);
    assertEquals(
        "[0.5, 2.0, 0.0, 3.0, 0.0]", Arrays.toString(queries.denseRow(0)), "no special, no -1");
    Matching scoring = new Matching(queries, SparseRows.dense(5, docs), Candidates.OWN);
    Scores scores = scoring.forward();
    KL.add(scores, teacher, 1);
    scoring.backward(scores);
    matching.backward(queries);
    CentralDifferences.check(
        "idf",
        idf,
        SparsityLossTest.gradients(table),
        x ->
            KL.add(
                new Matching(
                        new IdfMatching(new IdfTable(x), special).forward(tokens),
                        SparseRows.dense(5, docs),
                        Candidates.OWN)
                    .forward(),
                teacher,
                1));
  }

  private static List<int[]> tokens(TrainingGolden golden) {
    double[] presence = golden.doubles("presence");
    int columns = golden.shape("presence")[1];
    return IntStream.range(0, presence.length / columns)
        .mapToObj(
            b -> IntStream.range(0, columns).filter(j -> presence[b * columns + j] == 1).toArray())
        .toList();
  }

  static double[] dense(SparseRows rows) {
    return IntStream.range(0, rows.rows())
        .mapToObj(rows::denseRow)
        .flatMapToDouble(Arrays::stream)
        .toArray();
  }
}

package dev.tern.encoder.training.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tern.encoder.training.CentralDifferences;
import dev.tern.encoder.training.TrainingGolden;
import dev.tern.testing.Randomized;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SparsityLossTest {
  static Stream<TrainingGolden> cases() throws IOException {
    return TrainingGolden.losses(
        "flops_pooled",
        "flops_slot",
        "flops_pooled_l0",
        "flops_slot_l0",
        "df_flops",
        "l1",
        "idf_flops_v1");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void agreesWithTheReference(TrainingGolden golden) {
    double[] docs = golden.doubles("docs");
    int columns = golden.shape("docs")[1];
    IdfTable table = table(golden, columns);
    SparseRows dense = SparseRows.dense(columns, docs);
    golden.check("value", loss(golden, table).add(dense, 1));
    golden.check("grad.docs", gradients(dense));
    if (golden.outputs().contains("grad.idf")) {
      golden.check("grad.idf", gradients(table));
    }
    if (golden.outputs().contains("weight")) {
      golden.check("weight", dfWeights(golden));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void entriesThatAreNotKeptChangeNothing(TrainingGolden golden) {
    double[] docs = golden.doubles("docs");
    int columns = golden.shape("docs")[1];
    SparseRows sparse = sparse(columns, docs);
    golden.check("value", loss(golden, table(golden, columns)).add(sparse, 1));
    double[] expected = golden.doubles("grad.docs");
    Arrays.setAll(expected, i -> docs[i] == 0 ? 0 : expected[i]);
    double[] found = gradients(sparse);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], found[i], 1e-14, golden + " " + i);
    }
  }

  private static IdfTable table(TrainingGolden golden, int columns) {
    return golden.op().equals("idf_flops_v1")
        ? new IdfTable(golden.doubles("idf"))
        : IdfTable.binary(columns);
  }

  private static double[] dfWeights(TrainingGolden golden) {
    return DfFlops.weights(
        golden.ints("df"), golden.integer("corpus"), golden.number("alpha"), golden.number("beta"));
  }

  private static SparsityLoss loss(TrainingGolden golden, IdfTable table) {
    SparsityLoss flops =
        golden.has("group") ? new SlotFlops(golden.integer("group")) : new PooledFlops();
    return switch (golden.op()) {
      case "flops_pooled", "flops_slot" -> flops;
      case "flops_pooled_l0", "flops_slot_l0" -> new L0Mask(flops, golden.integer("threshold"));
      case "df_flops" -> new DfFlops(flops, dfWeights(golden));
      case "idf_flops_v1" -> new IdfFlops(flops, table);
      default -> new L1();
    };
  }

  @Randomized(runs = 5)
  void gradientsAreThoseOfTheValue(RandomGenerator random) {
    int columns = 7;
    double[] docs =
        random.doubles(6L * columns, 0.1, 2).map(d -> random.nextInt(3) == 0 ? -d : d).toArray();
    double[] idf = random.doubles(columns, 0.2, 5).toArray();
    double[] w = DfFlops.weights(new int[] {0, 1, 9, 10, 50, 99, 100}, 100, 0.1, 4);
    for (SparsityLoss flops : List.of(new PooledFlops(), new SlotFlops(1), new SlotFlops(3))) {
      for (SparsityLoss loss :
          List.of(flops, new L0Mask(flops, 6), new L0Mask(new DfFlops(flops, w), 0), new L1())) {
        checkDocs(loss, columns, docs);
      }
      checkDocs(new IdfFlops(flops, new IdfTable(idf)), columns, docs);
      IdfTable table = new IdfTable(idf);
      new IdfFlops(flops, table).add(SparseRows.dense(columns, docs), 1);
      CentralDifferences.check(
          "idf of " + flops,
          idf,
          gradients(table),
          x -> new IdfFlops(flops, new IdfTable(x)).add(SparseRows.dense(columns, docs), 1));
    }
  }

  private static void checkDocs(SparsityLoss loss, int columns, double[] docs) {
    SparseRows rows = SparseRows.dense(columns, docs);
    loss.add(rows, 1);
    CentralDifferences.check(
        loss.toString(), docs, gradients(rows), x -> loss.add(SparseRows.dense(columns, x), 1));
  }

  @Test
  void gradientsAddUpWithTheirWeights() {
    double[] docs = {1, 0, 2, 3};
    SparseRows both = SparseRows.dense(2, docs);
    new PooledFlops().add(both, 0.5);
    new L1().add(both, 2);
    SparseRows flops = SparseRows.dense(2, docs);
    new PooledFlops().add(flops, 1);
    SparseRows length = SparseRows.dense(2, docs);
    new L1().add(length, 1);
    for (int e = 0; e < 4; e++) {
      assertEquals(0.5 * flops.gradient(e) + 2 * length.gradient(e), both.gradient(e), 1e-15);
    }
    both.clearGradients();
    assertEquals(0, both.gradient(0));
  }

  @Test
  void refusesWhatHasNoPrice() {
    SparseRows rows = SparseRows.dense(1, new double[] {1, 2, 3});
    IdfTable zero = new IdfTable(new double[] {0});
    assertThrows(
        IllegalArgumentException.class, () -> new IdfFlops(new PooledFlops(), zero).add(rows, 1));
    assertThrows(IllegalArgumentException.class, () -> new SlotFlops(2).add(rows, 1));
    assertThrows(IllegalArgumentException.class, () -> DfFlops.weights(new int[] {5}, 4, 0.1, 10));
  }

  /// Rows that keep what is not 0.
  static SparseRows sparse(int columns, double[] values) {
    List<int[]> ids = new ArrayList<>();
    List<double[]> kept = new ArrayList<>();
    for (int from = 0; from < values.length; from += columns) {
      double[] row = Arrays.copyOfRange(values, from, from + columns);
      int[] nonZero =
          java.util.stream.IntStream.range(0, columns).filter(j -> row[j] != 0).toArray();
      ids.add(nonZero);
      kept.add(Arrays.stream(nonZero).mapToDouble(j -> row[j]).toArray());
    }
    return SparseRows.of(columns, ids, kept);
  }

  /// The gradients of all columns, row-major.
  static double[] gradients(SparseRows rows) {
    double[] all = new double[rows.rows() * rows.columns()];
    for (int row = 0; row < rows.rows(); row++) {
      System.arraycopy(rows.denseGradientRow(row), 0, all, row * rows.columns(), rows.columns());
    }
    return all;
  }

  static double[] gradients(IdfTable table) {
    double[] all = new double[table.size()];
    Arrays.setAll(all, table::gradient);
    return all;
  }
}

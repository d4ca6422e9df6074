package dev.tern.encoder.training.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.encoder.checkpoint.SpladeActivation;
import dev.tern.encoder.training.CentralDifferences;
import dev.tern.testing.Randomized;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class SaturationTest {
  @Randomized(runs = 5)
  void slopeIsThatOfTheValue(RandomGenerator random) {
    for (SpladeActivation activation : SpladeActivation.values()) {
      Saturation f = new Saturation(activation);
      for (double m : random.doubles(20, -3, 40).filter(x -> Math.abs(x) > 1e-3).toArray()) {
        CentralDifferences.check(
            activation + " at " + m,
            new double[] {m},
            new double[] {f.slope(m)},
            x -> f.value(x[0]));
        double once = Math.log1p(Math.max(m, 0));
        boolean single = activation == SpladeActivation.LOG1P_RELU;
        assertEquals(single ? once : Math.log1p(once), f.value(m), 1e-12);
      }
      assertEquals(0, f.slope(0));
      assertEquals(0, f.value(-0.0));
    }
  }

  @Test
  void keepsWhatIsAboveZero() {
    Saturation f = new Saturation(SpladeActivation.LOG1P_RELU);
    List<float[]> logits = List.of(new float[] {-1, 2, 0}, new float[] {3, -0f, 1});
    SparseRows rows = f.forward(logits);
    assertEquals(3, rows.size());
    assertEquals(1, rows.nonZeros(0));
    assertEquals(Math.log1p(2), rows.denseRow(0)[1], 1e-15);
    rows.addGradient(1, 5);
    rows.addGradient(2, 7);
    double[] dm = f.backward(rows, 1, logits.get(1));
    assertEquals(2, dm.length);
    assertEquals(5 / 4.0, dm[0], 1e-15);
    assertEquals(7 / 2.0, dm[1], 1e-15);
    // What went wrong must show in the loss and not vanish behind the relu.
    assertTrue(Double.isNaN(f.forward(List.of(new float[] {Float.NaN})).value(0)));
  }

  @Test
  void rowsCheckTheirEntries() {
    assertThrows(
        IllegalArgumentException.class,
        () -> SparseRows.of(3, List.of(new int[] {1, 1}), List.of(new double[2])));
    assertThrows(
        IllegalArgumentException.class,
        () -> SparseRows.of(3, List.of(new int[] {3}), List.of(new double[1])));
    assertThrows(IllegalArgumentException.class, () -> SparseRows.dense(2, new double[3]));
  }
}

package dev.tern.encoder.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tern.testing.Randomized;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class RowKernelsTest {
  private static final int[] SIZES = {1, 2, 3, 15, 16, 17, 31, 32, 33, 48, 100, 312, 384, 768};

  private final FixedOrderSum sum = new FixedOrderSum();

  @Randomized
  void sumsFollowTheLogicalLanes(RandomGenerator random) {
    for (int size : SIZES) {
      float[] x = Rows.random(random, 1, size + 3).toArray();
      float[] lanes = new float[16];
      float[] squares = new float[16];
      for (int i = 0; i < size; i++) {
        lanes[i % 16] += x[3 + i];
        squares[i % 16] = Math.fma(x[3 + i] - 0.5f, x[3 + i] - 0.5f, squares[i % 16]);
      }
      for (int half = 8; half > 0; half /= 2) {
        for (int j = 0; j < half; j++) {
          lanes[j] += lanes[j + half];
          squares[j] += squares[j + half];
        }
      }
      assertEquals(lanes[0], sum.of(x, 3, size), "size=" + size);
      assertEquals(squares[0], sum.ofSquares(x, 3, size, 0.5f), "size=" + size);
    }
    assertEquals(0, sum.of(new float[4], 2, 0));
  }

  @Randomized
  void layerNormalisation(RandomGenerator random) {
    for (int size : SIZES) {
      Matrix m = Rows.random(random, 3, size);
      float[] x = m.toArray();
      float[] weight = Rows.random(random, 1, size).toArray();
      float[] bias = Rows.random(random, 1, size).toArray();
      RowNorm.apply(m, 0, 3, weight, bias, 1e-5, sum);
      for (int row = 0; row < 3; row++) {
        double mean = 0;
        double variance = 0;
        for (int i = 0; i < size; i++) {
          mean += x[row * size + i] / (double) size;
        }
        for (int i = 0; i < size; i++) {
          variance += Math.pow(x[row * size + i] - mean, 2) / size;
        }
        for (int i = 0; i < size; i++) {
          double unit = (x[row * size + i] - mean) / Math.sqrt(variance + 1e-5);
          double tolerance = 1e-5 * (1 + Math.abs(unit * weight[i]) + Math.abs(bias[i]));
          assertEquals(unit * weight[i] + bias[i], m.values()[row * size + i], tolerance);
        }
      }
    }
  }

  @Test
  void layerNormalisationKeepsItsDigitsBesideALargeMean() {
    Matrix m = new Matrix(64);
    m.resize(1);
    for (int i = 0; i < 64; i++) {
      m.values()[i] = 10000 + i % 2;
    }
    float[] ones = new float[64];
    Arrays.fill(ones, 1);
    RowNorm.apply(m, 0, 1, ones, new float[64], 1e-12, sum);
    assertEquals(-1, m.values()[0], 1e-6);
    assertEquals(1, m.values()[1], 1e-6);
  }

  @Randomized
  void softmax(RandomGenerator random) {
    for (int size : SIZES) {
      Matrix scores = Rows.random(random, 4, Softmax.paddedColumns(size));
      float[] s = scores.toArray();
      Softmax.apply(scores, 3, size, 0.7f, sum);
      for (int row = 0; row < 3; row++) {
        int at = scores.offset(row);
        double max = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < size; i++) {
          max = Math.max(max, s[at + i]);
        }
        double total = 0;
        for (int i = 0; i < size; i++) {
          total += Math.exp(0.7 * (s[at + i] - max));
        }
        for (int i = 0; i < scores.columns(); i++) {
          double expected = i < size ? Math.exp(0.7 * (s[at + i] - max)) / total : 0;
          assertEquals(expected, scores.values()[at + i], 4e-6 * expected, "i=" + i);
        }
      }
      int untouched = scores.offset(3);
      assertArrayEquals(
          Arrays.copyOfRange(s, untouched, s.length),
          Arrays.copyOfRange(scores.toArray(), untouched, s.length));
    }
  }

  @Randomized
  void stripsAreFinishedInPlaceAndHandedOut(RandomGenerator random) {
    for (int columns = 1; columns <= PackedMatrix.PANEL; columns += 7) {
      Matrix x = Rows.random(random, 5, 1);
      float[] weight = Rows.random(random, columns, 1).toArray();
      float[] bias = Arrays.copyOf(Rows.random(random, 1, columns).toArray(), PackedMatrix.PANEL);
      Matrix y = Rows.random(random, 7, columns + 4);
      float[] before = y.toArray();
      float[] maximum = new float[PackedMatrix.PANEL];
      Arrays.fill(maximum, -0.25f);

      Strip strip = new Strip();
      Matmul.multiply(x, 0, 5, 0, PackedMatrix.of(1, weight), 0, strip);
      strip.maximum(maximum);
      strip.addRow(bias, 0);
      strip.addTo(y, 1, 2, columns);

      float[] expected = before.clone();
      float[] largest = new float[columns];
      Arrays.fill(largest, -0.25f);
      for (int r = 0; r < 5; r++) {
        for (int n = 0; n < columns; n++) {
          float product = x.values()[r] * weight[n];
          largest[n] = Math.max(largest[n], product);
          expected[(1 + r) * y.columns() + 2 + n] += product + bias[n];
        }
      }
      assertArrayEquals(expected, y.toArray(), "columns=" + columns);
      assertArrayEquals(largest, Arrays.copyOf(maximum, columns), "columns=" + columns);
    }
  }
}

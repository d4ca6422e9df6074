package dev.tern.encoder.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.encoder.kernel.BoundPanels;
import dev.tern.encoder.kernel.Matrix;
import dev.tern.encoder.kernel.PackedMatrix;
import dev.tern.encoder.kernel.RowChunks;
import dev.tern.encoder.kernel.Strip;
import dev.tern.testing.Randomized;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LogitBoundsTest {
  private static final int ROWS = 16;

  @Test
  void theRotationKeepsProductsAndBalancesMoments() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
    for (int d : new int[] {1, 2, 7, 32}) {
      double[] hidden = moment(random, d);
      double[] weights = moment(random, d);
      BalancedRotation rotation = BalancedRotation.of(hidden, weights, d).orElseThrow();
      double[] r = rotation.r();
      double[] x = rotation.x();
      double[] ofHidden = conjugate(r, hidden, d);
      double[] ofWeights = conjugate(x, weights, d);
      double scale = ofHidden[0] / ofWeights[0];
      for (int i = 0; i < d; i++) {
        for (int j = 0; j < d; j++) {
          double product = 0;
          for (int k = 0; k < d; k++) {
            product += r[i * d + k] * x[j * d + k];
          }
          assertEquals(i == j ? 1 : 0, product, 1e-6, "R X^T");
          double first = Math.abs(ofHidden[0]);
          assertEquals(
              ofHidden[i * d + j] / first, ofWeights[i * d + j] * scale / first, 1e-4, "balance");
          if (i != j) {
            assertEquals(0, ofHidden[i * d + j] / first, 1e-4, "diagonal");
          }
        }
        assertTrue(i == 0 || ofHidden[i * d + i] <= ofHidden[(i - 1) * d + i - 1] * 1.0001);
      }
    }
  }

  @Test
  void damagedMomentsHaveNoRotation() {
    double[] sound = {2, 1, 1, 2};
    assertTrue(BalancedRotation.of(sound, sound, 2).isPresent());
    assertTrue(BalancedRotation.of(new double[] {2, 1, Double.NaN, 2}, sound, 2).isEmpty());
    assertTrue(BalancedRotation.of(sound, new double[] {2, 3, 3, 2}, 2).isEmpty());
    assertTrue(BalancedRotation.of(sound, new double[4], 2).isEmpty());
    double infinity = Double.POSITIVE_INFINITY;
    assertTrue(BalancedRotation.of(new double[] {infinity, 0, 0, 1}, sound, 2).isEmpty());
  }

  /// The bias puts the largest logit of each column one rounding step above 0, so that a bound has
  /// nothing to spare but its margin.
  @Randomized(runs = 40)
  void aLogitAboveZeroIsNeverBelowItsBound(RandomGenerator random) {
    int d = 2 + random.nextInt(60);
    int v = 1 + random.nextInt(150);
    int p = 1 + random.nextInt(d - 1);
    Matrix h = matrix(random, ROWS, d);
    Matrix w = matrix(random, v, d);
    float[] bias = PlainHead.maxima(h.values(), 0, ROWS, w.values(), d);
    for (int i = 0; i < v; i++) {
      bias[i] = -Math.nextDown(bias[i]);
    }
    LogitBounds bounds = bounds(random, h, w, bias, p);
    assertEquals(v, selected(bounds, h), () -> "d=" + d + " v=" + v + " p=" + p);
  }

  /// Were the margin endless, nothing would ever be skipped.
  @Randomized(runs = 10)
  void aLogitClearlyBelowZeroIsSkippedWhereNothingIsLeftToTheNorm(RandomGenerator random) {
    int d = 64;
    Matrix h = matrix(random, ROWS, d);
    Matrix w = matrix(random, 100, d);
    float[] bias = PlainHead.maxima(h.values(), 0, ROWS, w.values(), d);
    for (int i = 0; i < 100; i++) {
      bias[i] = -bias[i] - 0.05f * norm(w, i) * largestNorm(h);
    }
    int[] depths = new int[BoundPanels.panels(100)];
    Arrays.fill(depths, d - 1);
    BalancedRotation rotation =
        BalancedRotation.of(moment(h, ROWS), moment(w, 100), d).orElseThrow();
    RotatedColumns columns =
        RotatedColumns.of(rotation, PackedMatrix.of(d, w.toArray()), bias).orElseThrow();
    int[] order = IntStream.range(0, 100).toArray();
    assertEquals(0, selected(new LogitBounds(columns, order, depths), h));
  }

  /// Weights that no bound holds for.
  @Test
  void damagedWeightsHaveNoBounds() {
    double[] moment = {1, 0, 0, 1};
    BalancedRotation rotation = BalancedRotation.of(moment, moment, 2).orElseThrow();
    float[] bias = new float[3];
    for (float damage : new float[] {Float.NaN, Float.POSITIVE_INFINITY, -3e38f, 1e16f}) {
      PackedMatrix decoder = PackedMatrix.of(2, new float[] {1, 2, 3, damage, 0, 0});
      assertTrue(RotatedColumns.of(rotation, decoder, bias).isEmpty(), "damage=" + damage);
    }
    PackedMatrix sound = PackedMatrix.of(2, new float[] {1, 2, 3, 1e14f, 0, Float.MIN_VALUE});
    assertTrue(RotatedColumns.of(rotation, sound, bias).isPresent());
  }

  /// Bounds with columns in random order and panels of random depths.
  private static LogitBounds bounds(
      RandomGenerator random, Matrix h, Matrix w, float[] bias, int largest) {
    int d = h.columns();
    int v = bias.length;
    BalancedRotation rotation = BalancedRotation.of(moment(h, ROWS), moment(w, v), d).orElseThrow();
    int[] order = new int[v];
    for (int i = 0; i < v; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    int[] depths = new int[BoundPanels.panels(v)];
    for (int i = 0; i < depths.length; i++) {
      depths[i] = largest == 1 ? 1 : Math.max(1, largest - random.nextInt(largest / 2 + 1));
    }
    PackedMatrix decoder = PackedMatrix.of(d, w.toArray());
    return new LogitBounds(RotatedColumns.of(rotation, decoder, bias).orElseThrow(), order, depths);
  }

  private static long selected(LogitBounds bounds, Matrix h) {
    Matrix rotated = new Matrix(1);
    float norm = bounds.rotate(h, rotated, new Strip());
    RowChunks chunks = new RowChunks();
    chunks.clear(rotated.columns());
    chunks.add(rotated, 0, h.rows());
    float[] excess = new float[BoundPanels.PANEL];
    long pairs = 0;
    for (int panel = 0; panel < bounds.panels(); panel++) {
      bounds.excess(panel, norm, excess);
      pairs += Long.bitCount(bounds.above(chunks, 0, panel, excess));
    }
    return pairs;
  }

  /// Rows of very different sizes, columns too, some rows nearly multiples of one another.
  private static Matrix matrix(RandomGenerator random, int rows, int columns) {
    Matrix m = new Matrix(columns);
    m.resize(rows);
    double spread = 6 * random.nextDouble();
    double[] scales = new double[columns];
    for (int k = 0; k < columns; k++) {
      scales[k] = Math.exp(spread * random.nextGaussian() / 3);
    }
    for (int i = 0; i < rows; i++) {
      double scale = Math.exp(spread * random.nextGaussian() / 3);
      boolean copy = i > 0 && random.nextInt(4) == 0;
      for (int k = 0; k < columns; k++) {
        double value = scale * scales[k] * random.nextGaussian();
        m.values()[i * columns + k] =
            (float) (copy ? -2 * m.values()[(i - 1) * columns + k] + 1e-6 * value : value);
      }
    }
    return m;
  }

  private static float norm(Matrix m, int row) {
    double sum = 0;
    for (int k = 0; k < m.columns(); k++) {
      sum += Math.pow(m.values()[m.offset(row) + k], 2);
    }
    return (float) Math.sqrt(sum);
  }

  private static float largestNorm(Matrix m) {
    float largest = 0;
    for (int row = 0; row < m.rows(); row++) {
      largest = Math.max(largest, norm(m, row));
    }
    return largest;
  }

  private static double[] moment(Matrix m, int rows) {
    int d = m.columns();
    double[] moment = new double[d * d];
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < d; i++) {
        for (int j = 0; j < d; j++) {
          moment[i * d + j] += (double) m.values()[row * d + i] * m.values()[row * d + j] / rows;
        }
      }
    }
    return moment;
  }

  private static double[] moment(RandomGenerator random, int d) {
    Matrix m = new Matrix(d);
    m.resize(3 * d);
    for (int i = 0; i < 3 * d * d; i++) {
      m.values()[i] = (float) (random.nextGaussian() * (1 + i % d));
    }
    return moment(m, m.rows());
  }

  /// `a m a^T`.
  private static double[] conjugate(double[] a, double[] m, int d) {
    double[] c = new double[d * d];
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < d; j++) {
        for (int k = 0; k < d; k++) {
          for (int l = 0; l < d; l++) {
            c[i * d + j] += a[i * d + k] * m[k * d + l] * a[j * d + l];
          }
        }
      }
    }
    return c;
  }
}

package dev.tern.encoder.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.testing.Randomized;
import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.function.DoubleUnaryOperator;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class GradientKernelsTest {
  private static final int PANEL = PackedMatrix.PANEL;
  private static final int[] SIZES = {1, 2, 15, 16, 17, 31, 33, 64, 100, 312, 384};

  private final FixedOrderSum sum = new FixedOrderSum();

  @Test
  void slopesOfActivations() {
    checkSlope(GeluTwin::erf, ActivationGradient::geluErf, 1e-6);
    checkSlope(GeluTwin::tanh, ActivationGradient::geluTanh, 2e-6);
    checkSlope(x -> Math.max(x, 0), ActivationGradient::relu, 1e-9);
  }

  /// Against central differences; far out, where these have no digits left, slopes are 0 or 1.
  private static void checkSlope(
      DoubleUnaryOperator f, BiConsumer<Strip, Strip> kernel, double tolerance) {
    float[] x = new float[3 * PANEL];
    for (int i = 0; i < x.length; i++) {
      x[i] = (i - x.length / 2 + 0.5f) * 0.1f;
    }
    x[0] = -1e10f;
    x[1] = 1e10f;
    float[] dy = new float[x.length];
    Arrays.fill(dy, 2);
    Strip values = strip(x);
    Strip gradients = strip(dy);
    kernel.accept(values, gradients);
    assertEquals(0, gradients.values()[0]);
    assertEquals(2, gradients.values()[1]);
    for (int i = 2; i < x.length; i++) {
      double h = 1e-4;
      double slope = (f.applyAsDouble(x[i] + h) - f.applyAsDouble(x[i] - h)) / (2 * h);
      assertEquals(2 * slope, gradients.values()[i], 2 * tolerance + 1e-7, "x=" + x[i]);
    }
  }

  private static Strip strip(float[] values) {
    Strip strip = new Strip();
    strip.load(Matrix.of(values, PANEL), 0, values.length / PANEL, 0, PANEL);
    return strip;
  }

  @Randomized(runs = 3)
  void activationsAreThoseOfTheForwardPass(RandomGenerator random) {
    float[] x = Rows.random(random, 4, PANEL).toArray();
    float[] expected = x.clone();
    Pointwise.geluErf(expected, expected.length);
    checkValue(x, expected, ActivationGradient::geluErf);
    expected = x.clone();
    Pointwise.geluTanh(expected, expected.length);
    checkValue(x, expected, ActivationGradient::geluTanh);
    expected = x.clone();
    Pointwise.relu(expected, expected.length);
    checkValue(x, expected, ActivationGradient::relu);
  }

  private static void checkValue(float[] x, float[] expected, BiConsumer<Strip, Strip> kernel) {
    Strip values = strip(x);
    kernel.accept(values, strip(new float[x.length]));
    assertArrayEquals(expected, Arrays.copyOf(values.values(), x.length));
  }

  @Test
  void reluHasNoSlopeAtZero() {
    float[] x = new float[PANEL];
    x[1] = -0f;
    x[2] = Float.NaN;
    float[] dy = new float[PANEL];
    Arrays.fill(dy, 1);
    Strip values = strip(x);
    Strip gradients = strip(dy);
    ActivationGradient.relu(values, gradients);
    assertEquals(0, gradients.values()[0]);
    assertEquals(0, gradients.values()[1]);
    assertTrue(Float.isNaN(values.values()[2]));
  }

  @Randomized(runs = 3)
  void layerNormalisation(RandomGenerator random) {
    RowNormGradient gradient = new RowNormGradient();
    for (int n : SIZES) {
      Matrix x = Rows.random(random, 5, n);
      float[] weight = Rows.random(random, 1, n).toArray();
      float[] bias = Rows.random(random, 1, n).toArray();
      Matrix y = new Matrix(n);
      y.resize(5);
      float[] statistics = new float[10];
      RowNorm.apply(x, 1, 4, weight, bias, 1e-5, sum, y, statistics);
      Matrix inPlace = Matrix.of(x.toArray(), n);
      RowNorm.apply(inPlace, 1, 4, weight, bias, 1e-5, sum);
      Matrix d = Rows.random(random, 5, n);
      float[] dy = d.toArray();
      float[] sums = new float[2 * n + 1];
      gradient.apply(d, x, 1, 4, weight, statistics, sums, 1);
      double[] dWeight = new double[n];
      double[] dBias = new double[n];
      for (int row = 1; row < 4; row++) {
        int at = row * n;
        assertEquals(inPlace.values()[at], y.values()[at]);
        double[] u = new double[n];
        double[] h = new double[n];
        double meanH = 0;
        double meanHu = 0;
        for (int i = 0; i < n; i++) {
          u[i] = (x.values()[at + i] - (double) statistics[2 * row]) * statistics[2 * row + 1];
          h[i] = weight[i] * (double) dy[at + i];
          meanH += h[i] / n;
          meanHu += h[i] * u[i] / n;
          dWeight[i] += dy[at + i] * u[i];
          dBias[i] += dy[at + i];
        }
        double scale = statistics[2 * row + 1];
        for (int i = 0; i < n; i++) {
          double expected = scale * (h[i] - meanH - u[i] * meanHu);
          double size = scale * (Math.abs(h[i]) + Math.abs(meanH) + Math.abs(u[i] * meanHu));
          assertEquals(expected, d.values()[at + i], 2e-5 * size + 1e-6, "n=" + n + " i=" + i);
        }
      }
      for (int i = 0; i < n; i++) {
        assertEquals(dWeight[i], sums[1 + i], 1e-4 * (1 + Math.abs(dWeight[i])));
        assertEquals(dBias[i], sums[1 + n + i], 1e-5 * (1 + Math.abs(dBias[i])));
      }
    }
  }

  @Randomized(runs = 3)
  void softmax(RandomGenerator random) {
    for (int n : SIZES) {
      Matrix p = Rows.random(random, 3, n);
      Matrix dp = Rows.random(random, 3, n);
      float[] before = dp.toArray();
      SoftmaxGradient.apply(p, dp, sum);
      for (int row = 0; row < 3; row++) {
        double inner = 0;
        double size = 0;
        for (int i = 0; i < n; i++) {
          double product = (double) p.values()[row * n + i] * before[row * n + i];
          inner += product;
          size += Math.abs(product);
        }
        for (int i = row * n; i < (row + 1) * n; i++) {
          double expected = p.values()[i] * (before[i] - inner);
          double tolerance = 1e-5 * Math.abs(p.values()[i]) * (Math.abs(before[i]) + size);
          assertEquals(expected, dp.values()[i], tolerance, "n=" + n);
        }
      }
    }
  }

  @Randomized(runs = 3)
  void rowsAreAdded(RandomGenerator random) {
    for (int n : SIZES) {
      float[] x = Rows.random(random, 1, n + 2).toArray();
      float[] y = Rows.random(random, 1, n + 3).toArray();
      float[] expected = y.clone();
      for (int i = 0; i < n; i++) {
        expected[3 + i] = Math.fma(0.3f, x[2 + i], expected[3 + i] + x[2 + i]);
      }
      RowSums.add(x, 2, y, 3, n);
      RowSums.add(0.3f, x, 2, y, 3, n);
      assertArrayEquals(expected, y, "n=" + n);
    }
  }

  @Test
  void theFirstOfEqualMaximaIsFound() {
    float[] values = new float[7 * PANEL];
    Arrays.fill(values, 1);
    for (int n = 0; n < PANEL; n++) {
      values[(n % 7) * PANEL + n] = 2;
      values[6 * PANEL + n] = 2;
    }
    values[3 * PANEL] = Float.NaN;
    Strip strip = strip(values);
    float[] maximum = new float[PANEL];
    Arrays.fill(maximum, Float.NEGATIVE_INFINITY);
    strip.maximum(maximum);
    float[] threshold = new float[PANEL];
    threshold[5] = 2;
    threshold[6] = 3;
    int[] rows = new int[PANEL];
    strip.firstMaximum(maximum, threshold, 100, rows);
    for (int n = 1; n < PANEL; n++) {
      boolean isAsked = n != 5 && n != 6;
      assertEquals(isAsked ? 100 + n % 7 : 0, rows[n], "n=" + n);
      assertEquals(n == 6 ? 3 : 2, threshold[n], "n=" + n);
    }
    assertTrue(Float.isNaN(maximum[0]));
    assertTrue(Float.isNaN(threshold[0]));
    strip.maximum(maximum);
    strip.firstMaximum(maximum, threshold, 200, rows);
    assertEquals(101, rows[1]);
  }

  @Randomized(runs = 3)
  void probabilitiesOfManyKeys(RandomGenerator random) {
    for (int keys : new int[] {1, 17, 384, 385, 500}) {
      PackedRows queries = new PackedRows();
      queries.pack(Rows.random(random, 6, 4), 0, 6, 0, 4);
      PackedMatrix packed = new PackedMatrix();
      packed.packRows(Rows.random(random, keys, 4), 0, keys, 0, 4);
      Scores scores = new Scores();
      scores.multiply(queries, 0, 6, packed);
      Softmax.apply(scores);
      Matrix p = new Matrix(keys);
      p.resize(7);
      scores.probabilities(p, 1);
      for (int row = 1; row < 7; row++) {
        double total = 0;
        for (int i = 0; i < keys; i++) {
          total += p.values()[row * keys + i];
        }
        assertEquals(1, total, 1e-5, "keys=" + keys);
      }
    }
  }
}

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
    Scores scores = new Scores();
    for (int size : SIZES) {
      Matrix queries = Rows.random(random, 5, 3);
      Matrix keys = Rows.random(random, size, 3);
      PackedRows left = new PackedRows();
      left.pack(queries, 0, 5, 0, 3);
      PackedMatrix right = new PackedMatrix();
      right.packRows(keys, 0, size, 0, 3);
      scores.multiply(left, 1, 4, right);
      Softmax.apply(scores);
      for (int row = 0; row < 4; row++) {
        double[] s = new double[size];
        for (int i = 0; i < size; i++) {
          float score = 0;
          for (int k = 0; k < 3; k++) {
            int at = keys.offset(i) + k;
            score =
                Math.fma(queries.values()[queries.offset(1 + row) + k], keys.values()[at], score);
          }
          s[i] = score;
        }
        double max = Arrays.stream(s).max().orElseThrow();
        double total = Arrays.stream(s).map(x -> Math.exp(x - max)).sum();
        PackedRows e = scores.exponentials();
        for (int i = 0; i < size; i++) {
          double expected = Math.exp(s[i] - max) / total;
          float actual = e.values()[e.offset(row, i)] * scores.factors()[row];
          assertEquals(expected, actual, 4e-6 * expected + 0x1p-126, "i=" + i);
        }
      }
    }
  }

  @Test
  void queriesAreTakenInWholeTiles() {
    assertEquals(0, Scores.next(0, 5));
    assertEquals(5, Scores.next(5, 5));
    assertEquals(192, Scores.next(384, 1));
    assertEquals(12, Scores.next(100, 100_000));
    for (int keys = 1; keys < 1000; keys++) {
      int rows = Scores.next(keys, keys);
      assertEquals(true, rows >= 1 && rows <= Math.min(keys, Strip.ROWS), "keys=" + keys);
    }
  }

  @Test
  void notANumberWinsTheMaximum() {
    PackedMatrix one = PackedMatrix.of(1, new float[] {1, -1});
    Strip strip = new Strip();
    float[] maximum = new float[PackedMatrix.PANEL];
    Arrays.fill(maximum, Float.NEGATIVE_INFINITY);
    for (float x : new float[] {1, Float.NEGATIVE_INFINITY, 3, Float.NaN, 2}) {
      Matrix m = new Matrix(1);
      m.resize(3);
      Arrays.fill(m.values(), 0.5f);
      m.values()[1] = x;
      Matmul.multiply(m, 0, 3, 0, one, 0, strip);
      strip.maximum(maximum);
    }
    assertEquals(Float.NaN, maximum[0]);
    assertEquals(Float.NaN, maximum[1]);
    Arrays.fill(maximum, 4);
    maximum[1] = Float.NaN;
    Matrix m = new Matrix(1);
    m.resize(1);
    m.values()[0] = Float.POSITIVE_INFINITY;
    Matmul.multiply(m, 0, 1, 0, one, 0, strip);
    strip.maximum(maximum);
    assertEquals(Float.POSITIVE_INFINITY, maximum[0]);
    assertEquals(Float.NaN, maximum[1]);
    assertEquals(Float.NaN, maximum[2]); // infinity times 0
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
      PackedMatrix packed = PackedMatrix.of(1, weight);
      Matmul.multiply(x, 0, 5, 0, packed, 0, strip);
      strip.maximum(maximum);
      PackedRows left = new PackedRows();
      left.pack(x, 0, 5, 0, 1);
      Matmul.multiply(left, 0, 5, packed, 0, bias, 0, strip);
      strip.addTo(y, 1, 2, columns);
      Matrix scaled = Rows.random(random, 6, columns + 2);
      strip.store(scaled, 1, 1, columns, new float[] {1, 2, -1, 0.5f, 0});

      float[] expected = before.clone();
      float[] largest = new float[columns];
      Arrays.fill(largest, -0.25f);
      for (int r = 0; r < 5; r++) {
        for (int n = 0; n < columns; n++) {
          float product = x.values()[r] * weight[n];
          largest[n] = Math.max(largest[n], product);
          float biased = Math.fma(x.values()[r], weight[n], bias[n]);
          expected[(1 + r) * y.columns() + 2 + n] += biased;
          float factor = new float[] {1, 2, -1, 0.5f, 0}[r];
          assertEquals(biased * factor, scaled.values()[scaled.offset(1 + r) + 1 + n]);
        }
      }
      assertArrayEquals(expected, y.toArray(), "columns=" + columns);
      assertArrayEquals(largest, Arrays.copyOf(maximum, columns), "columns=" + columns);
    }
  }
}

package dev.tern.encoder.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.encoder.checkpoint.ModelConfig;
import dev.tern.encoder.kernel.BoundPanels;
import dev.tern.encoder.kernel.PackedMatrix;
import dev.tern.testing.Golden;
import dev.tern.testing.Randomized;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;

/// The head alone, on hidden states, weights and biases that no model has.
class SkippingHeadTest {
  private static final int V = 197;
  private static final int P = 20;
  private static final int[] LENGTHS = {1, 15, 0, 16, 17, 100, 3, 33};

  private Activations a;
  private int d;
  private float[] h;
  private float[] w;
  private float[] bias;

  @BeforeEach
  void begin() throws IOException {
    ModelConfig config = ModelConfig.read(Golden.resource("encoder/bert-mlm-tiny/model"));
    d = config.hiddenSize();
    a = new Activations(config);
    List<int[]> texts = new ArrayList<>();
    for (int length : LENGTHS) {
      texts.add(new int[length]);
    }
    a.begin(TokenBatch.of(texts), 0, LENGTHS.length);
  }

  @Randomized
  void maximaAboveZeroHaveTheSameBits(RandomGenerator random) {
    fill(random);
    assertSame(true);
  }

  @Randomized(runs = 3)
  void allNegativeAndAllPositive(RandomGenerator random) {
    fill(random);
    Arrays.fill(bias, -1e6f);
    assertEquals(0, assertSame(false), "all are skipped");
    Arrays.fill(bias, 1e6f);
    assertEquals(V * chunks(), assertSame(false), "none is skipped");
  }

  @Randomized(runs = 3)
  void hiddenStatesThatAreNotFiniteSurface(RandomGenerator random) {
    for (float damage : new float[] {Float.NaN, Float.POSITIVE_INFINITY, 3e38f, -2e30f, 1e16f}) {
      fill(random);
      h[20 * d + 5] = damage;
      assertEquals(-1, assertSame(false), "damage=" + damage);
    }
  }

  @Randomized(runs = 3)
  void weightsAndBiasesThatAreNotFiniteSurface(RandomGenerator random) {
    float[] damages = {
      Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 3e38f, -2e30f, 1e16f
    };
    for (float damage : damages) {
      fill(random);
      w[50 * d + 5] = damage;
      assertEquals(-1, assertSame(false), "damage=" + damage);
      fill(random);
      bias[60] = damage;
      assertSame(false);
    }
  }

  @Randomized(runs = 3)
  void tinyValues(RandomGenerator random) {
    fill(random);
    for (int i = 0; i < h.length; i++) {
      h[i] *= 1e-25f;
    }
    for (int v = 0; v < V; v++) {
      bias[v] = (v % 3 - 1) * Float.MIN_VALUE;
    }
    assertSame(false);
    for (int i = 0; i < w.length; i++) {
      w[i] *= 1e-20f;
    }
    assertSame(false);
  }

  private void fill(RandomGenerator random) {
    a.transformed.resize(Arrays.stream(LENGTHS).sum());
    h = a.transformed.values();
    w = new float[V * d];
    bias = new float[V];
    for (int i = 0; i < h.length; i++) {
      h[i] = (float) (random.nextGaussian() * Math.exp(-0.1 * (i % d)));
    }
    for (int i = 0; i < w.length; i++) {
      w[i] = (float) (random.nextGaussian() * Math.exp(-0.1 * (i % d)));
    }
    for (int v = 0; v < V; v++) {
      bias[v] = (float) (-9 + 3 * random.nextGaussian());
    }
  }

  private static int[] reversed() {
    return IntStream.range(0, V).map(i -> V - 1 - i).toArray();
  }

  private static int[] depths() {
    int[] depths = new int[BoundPanels.panels(V)];
    Arrays.setAll(depths, panel -> P + panel % 5 - 2);
    return depths;
  }

  private long chunks() {
    return Arrays.stream(LENGTHS).mapToLong(length -> (length + 15) / 16).sum();
  }

  /// Bounds are made from sound numbers, as they would be, and damage comes later; returns the
  /// pairs that were computed, -1 where the head says that no bound holds.
  private long assertSame(boolean both) {
    double[] unit = new double[d * d];
    for (int i = 0; i < d; i++) {
      unit[i * d + i] = Math.exp(-0.2 * i);
    }
    BalancedRotation rotation = BalancedRotation.of(unit, unit, d).orElseThrow();
    Optional<RotatedColumns> columns = RotatedColumns.of(rotation, PackedMatrix.of(d, w), bias);
    if (columns.isEmpty()) {
      return -1; // such a head does not skip
    }
    LogitBounds bounds = new LogitBounds(columns.get(), reversed(), depths());
    if (!SkippingHead.prepare(bounds, a)) {
      return -1; // nor does a head for such hidden states
    }
    a.maxLogits().reserve(LENGTHS.length);
    for (int text = 0; text < LENGTHS.length; text++) {
      Arrays.fill(a.maxLogits().of(text), Float.NEGATIVE_INFINITY);
    }
    SkippingHead.forward(bounds, a);
    int positive = 0;
    for (int text = 0, row = 0; text < LENGTHS.length; row += LENGTHS[text++]) {
      float[] expected = PlainHead.maxima(h, row, row + LENGTHS[text], w, d);
      for (int v = 0; v < V && LENGTHS[text] > 0; v++) {
        expected[v] += bias[v];
        positive += expected[v] > 0 ? 1 : 0;
      }
      float[] found = Arrays.copyOf(a.maxLogits().of(text), V);
      assertArrayEquals(PlainHead.positive(expected), found, "text=" + text);
    }
    long computed = a.skipping.computed;
    assertEquals(V * chunks(), a.skipping.pairs);
    if (both) {
      assertTrue(positive > 5 && computed < V * chunks() * 3 / 4, positive + " " + computed);
    }
    return computed;
  }
}

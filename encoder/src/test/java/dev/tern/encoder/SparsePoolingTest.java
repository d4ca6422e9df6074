package dev.tern.encoder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.encoder.checkpoint.SpladeActivation;
import dev.tern.testing.Randomized;
import java.util.BitSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class SparsePoolingTest {
  @Randomized
  void weightsAreTheActivationsOfPositiveLogits(RandomGenerator random) {
    float[] logits = new float[random.nextInt(2000)];
    BitSet dropped = new BitSet();
    for (int id = 0; id < logits.length; id++) {
      logits[id] = (float) random.nextGaussian() * 5;
      dropped.set(id, random.nextInt(10) == 0);
    }
    SparseVector once = new SparsePooling(SpladeActivation.LOG1P_RELU, dropped).vector(logits);
    SparseVector twice =
        new SparsePooling(SpladeActivation.LOG1P_LOG1P_RELU, dropped).vector(logits);
    int size = 0;
    for (int id = 0; id < logits.length; id++) {
      boolean kept = logits[id] > 0 && !dropped.get(id);
      double log = kept ? Math.log(1 + (double) logits[id]) : 0;
      assertEquals(log, once.weightOf(id), 1e-7 + 1e-7 * log, "id=" + id);
      assertEquals(Math.log(1 + log), twice.weightOf(id), 1e-7 + 1e-7 * log, "id=" + id);
      size += kept ? 1 : 0;
    }
    assertEquals(size, once.size());
  }

  @Test
  void smallLogitsKeepTheirEntryAndDamagedOnesAreRefused() {
    SparsePooling pooling = new SparsePooling(SpladeActivation.LOG1P_LOG1P_RELU, new BitSet());
    float[] small = {Float.MIN_VALUE, -0f, 0, -Float.MAX_VALUE, Float.NEGATIVE_INFINITY};
    assertEquals(
        SparseVector.of(new int[] {0}, new float[] {Float.MIN_VALUE}), pooling.vector(small));
    assertTrue(pooling.vector(new float[] {Float.MAX_VALUE}).weight(0) < 5);
    for (float damaged : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
      assertThrows(ArithmeticException.class, () -> pooling.vector(new float[] {0, 1, damaged}));
    }
  }
}

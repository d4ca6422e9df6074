package dev.tern.engine.indexing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tern.engine.format.CodeBook;
import dev.tern.engine.format.WeightLosses;
import dev.tern.testing.Randomized;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.random.RandomGenerator;

/// Impacts are those of exact arithmetic, also a rounding away from a half.
class QuantizerTest {
  @Randomized(runs = 40)
  void impactsAreExact(RandomGenerator random) {
    float step = Math.scalb(1 + random.nextFloat(), random.nextInt(240) - 126);
    float[] weights = new float[random.nextInt(5_000)];
    for (int i = 0; i < weights.length; i++) {
      float half = (float) ((random.nextInt(260) + 0.5) * step);
      weights[i] =
          switch (random.nextInt(5)) {
            case 0 -> half;
            case 1 -> Math.nextUp(half);
            case 2 -> Math.nextDown(half);
            case 3 -> Math.max(Float.MIN_VALUE, Math.abs(Float.intBitsToFloat(random.nextInt())));
            default -> Math.max(Float.MIN_VALUE, 256 * step * random.nextFloat());
          };
      if (!Float.isFinite(weights[i]) || weights[i] == 0) {
        weights[i] = Float.MIN_VALUE;
      }
    }
    Quantizer quantizer = new Quantizer(step, CodeBook.BYTES);
    byte[] impacts = new byte[weights.length];
    WeightLosses losses = quantizer.quantize(weights, impacts);
    long saturated = 0;
    long dropped = 0;
    for (int i = 0; i < weights.length; i++) {
      BigDecimal steps =
          new BigDecimal(weights[i]).divide(new BigDecimal(step), 60, RoundingMode.DOWN);
      BigDecimal rounded = steps.setScale(0, RoundingMode.HALF_UP);
      saturated += rounded.compareTo(BigDecimal.valueOf(255)) > 0 ? 1 : 0;
      dropped += rounded.signum() == 0 ? 1 : 0;
      int expected = rounded.min(BigDecimal.valueOf(255)).intValue();
      assertEquals(expected, impacts[i] & 0xFF, "weight=" + weights[i] + " step=" + step);
    }
    assertEquals(new WeightLosses(saturated, dropped), losses);
  }
}

package dev.tern.engine.indexing;

import dev.tern.engine.format.CodeBook;
import dev.tern.engine.format.WeightLosses;
import dev.tern.engine.kernel.ImpactSteps;

/// Turns document weights into impacts of 8 bits: impact = min(round(weight / step), 255).
///
/// Halves are rounded up. An impact of 0 means that there is no posting. The step is the same for
/// all terms and documents of an index, which makes impacts comparable. Where there are codes for
/// few impacts only, it becomes the nearest of them. Immutable.
public final class Quantizer {
  /// The greatest impact.
  public static final int MAX_IMPACT = 255;

  /// Weights that are divided at a time, so that the steps stay in the nearest cache.
  private static final int PART = 1 << 11;

  private final float step;
  private final CodeBook codes;

  /// @param step above 0; or 0, with which no weight can be quantised
  /// @param codes of the impacts; if they are not decided, no weight can be quantised either
  public Quantizer(float step, CodeBook codes) {
    this.step = step;
    this.codes = codes;
  }

  /// The step with which the greatest weight becomes the greatest impact.
  ///
  /// @return above 0 even where the weights are too small for it to be exact
  public static float stepFor(float greatestWeight) {
    return Math.max(greatestWeight / MAX_IMPACT, Float.MIN_VALUE);
  }

  /// The step of the impacts.
  public float step() {
    return step;
  }

  /// The codes of the impacts.
  public CodeBook codes() {
    return codes;
  }

  /// Whether there are a step and codes.
  boolean isReady() {
    return step > 0 && codes.isDecided();
  }

  /// Counts how often each impact occurs among the first weights.
  void count(float[] weights, int size, long[] counts) {
    byte[] impacts = new byte[size];
    quantize(weights, impacts);
    for (byte impact : impacts) {
      counts[impact & 0xFF]++;
    }
  }

  /// The impacts of the first weights, as many as there is room for.
  ///
  /// @return which of them were cut or dropped
  WeightLosses quantize(float[] weights, byte[] impacts) {
    int[] steps = new int[PART];
    int cut = 0;
    int lost = 0;
    for (int from = 0; from < impacts.length; from += PART) {
      int count = Math.min(PART, impacts.length - from);
      ImpactSteps.count(weights, from, count, step, MAX_IMPACT + 1, steps);
      // Apart, these loops are ones that the compiler turns into vectors.
      for (int i = 0; i < count; i++) {
        cut += steps[i] >>> Byte.SIZE; // 1 where there are 256
        lost += (steps[i] - 1) >>> (Integer.SIZE - 1); // 1 where there is none
      }
      for (int i = 0; i < count; i++) {
        impacts[from + i] = (byte) Math.min(steps[i], MAX_IMPACT);
      }
    }
    for (int i = 0; codes.bits() < Byte.SIZE && i < impacts.length; i++) {
      impacts[i] = (byte) codes.nearest(impacts[i] & 0xFF);
    }
    return new WeightLosses(cut, lost);
  }

  /// Whether a weight has no impact.
  boolean drops(float weight) {
    return weight / (double) step + 0.5 < 1; // as ImpactSteps counts
  }

  /// Whether a weight is further above what its impact says than any other can be from its own:
  /// more than half a step and the greatest error of the codes above the greatest impact.
  boolean saturates(float weight) {
    return weight / (double) step + 0.5 >= codes.greatestImpact() + codes.greatestError() + 1;
  }
}

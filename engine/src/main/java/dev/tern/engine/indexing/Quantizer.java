package dev.tern.engine.indexing;

import dev.tern.engine.format.WeightLosses;

/// Turns document weights into impacts of 8 bits: impact = min(round(weight / step), 255).
///
/// Halves are rounded up. An impact of 0 means that there is no posting. The step is the same for
/// all terms and documents of an index, which makes impacts comparable.
public final class Quantizer {
  /// The greatest impact.
  public static final int MAX_IMPACT = 255;

  private final double step;
  private long saturated;
  private long dropped;

  /// @param step above 0, unless no weight is ever quantised
  public Quantizer(float step) {
    this.step = step;
  }

  /// The step with which the greatest weight becomes the greatest impact.
  ///
  /// @return above 0 even where the weights are too small for it to be exact
  public static float stepFor(float greatestWeight) {
    return Math.max(greatestWeight / MAX_IMPACT, Float.MIN_VALUE);
  }

  /// The impact of a weight, 0 to 255.
  int impact(float weight) {
    return (int) Math.min(Math.round(weight / step), MAX_IMPACT);
  }

  /// The impact of a weight, counting it if it is lost.
  int count(float weight) {
    long steps = Math.round(weight / step);
    if (steps > MAX_IMPACT) {
      saturated++;
    } else if (steps == 0) {
      dropped++;
    }
    return (int) Math.min(steps, MAX_IMPACT);
  }

  /// What has been counted so far.
  public WeightLosses losses() {
    return new WeightLosses(saturated, dropped);
  }
}

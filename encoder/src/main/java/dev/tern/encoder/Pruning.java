package dev.tern.encoder;

import java.util.Locale;

/// Which entries of a vector are kept: the four rules of OpenSearch's neural search, under the
/// names it gives them.
///
/// No rule empties a vector that has entries: where none would be kept, the largest is (of equal
/// ones that with the lowest id). Kept weights are unchanged. Thresholds are compared as float32.
public sealed interface Pruning {
  /// The entries of `vector` that the rule keeps.
  SparseVector apply(SparseVector vector);

  /// Keeps everything.
  record None() implements Pruning {
    @Override
    public SparseVector apply(SparseVector vector) {
      return vector;
    }

    @Override
    public String toString() {
      return "none";
    }
  }

  /// Keeps the `k` largest weights; of equal ones at the border those with the lower ids.
  ///
  /// @param k at least 1
  record TopK(int k) implements Pruning {
    /// Refuses a `k` below 1.
    public TopK {
      if (k < 1) {
        throw new IllegalArgumentException("top_k keeps at least one entry: k=" + k);
      }
    }

    @Override
    public SparseVector apply(SparseVector vector) {
      if (vector.size() <= k) {
        return vector;
      }
      return KeptEntries.largest(vector, KeptEntries.descending(vector), k);
    }

    @Override
    public String toString() {
      return "top_k:" + k;
    }
  }

  /// Keeps `w >= ratio * max(w)`.
  ///
  /// @param ratio in `[0, 1]`
  record MaxRatio(double ratio) implements Pruning {
    /// Refuses a ratio outside `[0, 1]`.
    public MaxRatio {
      KeptEntries.checkFraction("max_ratio", ratio);
    }

    @Override
    public SparseVector apply(SparseVector vector) {
      float largest = 0;
      for (int i = 0; i < vector.size(); i++) {
        largest = Math.max(largest, vector.weight(i));
      }
      float threshold = (float) ratio * largest;
      return KeptEntries.where(vector, i -> vector.weight(i) >= threshold);
    }

    @Override
    public String toString() {
      return "max_ratio:" + ratio;
    }
  }

  /// Keeps `w >= threshold`.
  ///
  /// @param threshold at least 0 and finite
  record AbsValue(double threshold) implements Pruning {
    /// Refuses a threshold that is negative or not finite.
    public AbsValue {
      if (!(threshold >= 0) || threshold == Double.POSITIVE_INFINITY) {
        throw new IllegalArgumentException(
            "abs_value needs a finite threshold of at least 0: threshold=" + threshold);
      }
    }

    @Override
    public SparseVector apply(SparseVector vector) {
      return KeptEntries.where(vector, i -> vector.weight(i) >= (float) threshold);
    }

    @Override
    public String toString() {
      return "abs_value:" + threshold;
    }
  }

  /// Keeps the largest weights as long as their sum, added up in float32 from the largest on, does
  /// not exceed `alpha` times the sum of all.
  ///
  /// @param alpha in `[0, 1]`
  record AlphaMass(double alpha) implements Pruning {
    /// Refuses an alpha outside `[0, 1]`.
    public AlphaMass {
      KeptEntries.checkFraction("alpha_mass", alpha);
    }

    @Override
    public SparseVector apply(SparseVector vector) {
      int[] order = KeptEntries.descending(vector);
      double total = 0;
      for (int position : order) {
        total += vector.weight(position);
      }
      float mass = (float) alpha * (float) total;
      float sum = 0;
      int count = 0;
      while (count < order.length && (sum += vector.weight(order[count])) <= mass) {
        count++;
      }
      return KeptEntries.largest(vector, order, Math.max(count, 1));
    }

    @Override
    public String toString() {
      return "alpha_mass:" + alpha;
    }
  }

  /// Reads `none`, `top_k:200`, `max_ratio:0.1`, `abs_value:0.05` or `alpha_mass:0.9`, which is
  /// also how the rules print themselves.
  ///
  /// @throws IllegalArgumentException if the text is none of these
  static Pruning parse(String text) {
    int colon = text.indexOf(':');
    String rule = (colon < 0 ? text : text.substring(0, colon)).strip().toLowerCase(Locale.ROOT);
    String value = text.substring(colon + 1).strip();
    try {
      return switch (colon < 0 && !rule.equals("none") ? "" : rule) {
        case "none" -> new None();
        case "top_k" -> new TopK(Integer.parseInt(value));
        case "max_ratio" -> new MaxRatio(Double.parseDouble(value));
        case "abs_value" -> new AbsValue(Double.parseDouble(value));
        case "alpha_mass" -> new AlphaMass(Double.parseDouble(value));
        default -> throw new NumberFormatException();
      };
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "a pruning is none, top_k:N, max_ratio:R, abs_value:T or alpha_mass:A: pruning=" + text,
          e);
    }
  }
}

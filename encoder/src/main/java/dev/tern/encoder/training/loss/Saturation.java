package dev.tern.encoder.training.loss;

import dev.tern.encoder.checkpoint.SpladeActivation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// From the pooled logits of texts to their vectors, `d_j = f(m_j)`, where m_j is the largest logit
/// of column j over the tokens of the text.
///
/// | f | value for m > 0 | slope df/dm for m > 0 |
/// |---|---|---|
/// | `LOG1P_RELU` | `log1p(m)` | `1 / (1 + m)` |
/// | `LOG1P_LOG1P_RELU` | `log1p(log1p(m))` | `1 / (1 + m) / (1 + log1p(m))` |
///
/// Both are 0 for m up to 0, with slope 0 there and at 0 itself.
///
/// @param activation f
public record Saturation(SpladeActivation activation) {
  /// `f(m)`.
  public double value(double m) {
    if (m <= 0) {
      return 0;
    }
    double once = StrictMath.log1p(m);
    return activation == SpladeActivation.LOG1P_RELU ? once : StrictMath.log1p(once);
  }

  /// `df/dm`.
  public double slope(double m) {
    if (m <= 0) {
      return 0;
    }
    double once = 1 / (1 + m);
    return activation == SpladeActivation.LOG1P_RELU ? once : once / (1 + StrictMath.log1p(m));
  }

  /// The vectors of texts; an entry is kept where its logit is above 0, or not a number, so that
  /// what went wrong shows in the loss.
  ///
  /// @param logits for each text [V], the maximum over its tokens
  public SparseRows forward(List<float[]> logits) {
    List<int[]> ids = new ArrayList<>();
    List<double[]> values = new ArrayList<>();
    int columns = logits.isEmpty() ? 0 : logits.getFirst().length;
    for (float[] row : logits) {
      if (row.length != columns) {
        throw new IllegalArgumentException(
            "all texts need the same vocabulary: columns=" + columns + " columns=" + row.length);
      }
      int size = 0;
      int[] kept = new int[columns];
      for (int j = 0; j < columns; j++) {
        if (!(row[j] <= 0)) {
          kept[size++] = j;
        }
      }
      ids.add(Arrays.copyOf(kept, size));
      values.add(Arrays.stream(kept, 0, size).mapToDouble(j -> value(row[j])).toArray());
    }
    return SparseRows.of(columns, ids, values);
  }

  /// The gradients of the logits of one text at the kept entries of its row, in their order; all
  /// others are 0.
  ///
  /// @param vectors of [#forward(List)], with their gradients
  /// @param logits of the text, [V]
  public double[] backward(SparseRows vectors, int row, float[] logits) {
    double[] dm = new double[vectors.end(row) - vectors.start(row)];
    for (int e = vectors.start(row); e < vectors.end(row); e++) {
      dm[e - vectors.start(row)] = vectors.gradient(e) * slope(logits[vectors.id(e)]);
    }
    return dm;
  }
}

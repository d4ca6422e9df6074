package dev.tern.encoder.model;

import dev.tern.encoder.kernel.BoundPanels;
import dev.tern.encoder.kernel.Matrix;
import dev.tern.encoder.kernel.RowChunks;
import dev.tern.encoder.kernel.Strip;

/// Upper bounds of the logits `h . w_v + b_v` that need p + 1 instead of D multiplications.
///
/// Hidden states and weight rows are [rotated][BalancedRotation] to `h'` and `w'`; the dimensions
/// from p on are replaced by their norm, with which, by Cauchy and Schwarz,
///
/// `h' . w' <= h'_1 w'_1 + ... + h'_p w'_p + |h'_(p+1..D)| |w'_(p+1..D)|`
///
/// Columns of the vocabulary are as different as words are: some are far below 0 for nearly all
/// texts and shown to be so by few dimensions. Columns are therefore ordered by how much they need,
/// and each panel of them has its own p.
///
/// **Rounding.** What is to be bounded is the logit as the head computes it in float32, and all of
/// the above is computed in float32 too. Let `u = 2^-24`, `gamma_n = n u / (1 - n u)`, R the
/// float32 matrix in use with the Frobenius norm `|R|`, h' and w' the float32 vectors in use, |.|
/// the Euclidean norm. Errors of a chain of n fused multiply-adds that starts from c are at most
/// `gamma_n (|c| + |x| |y|)`.
///
/// 1. The head computes `h . w` as at most `h . w + gamma_D |h| |w|`; that it adds b afterwards
///    changes no sign.
/// 2. `h . w = (R h) . w' + h . rho` with `rho = w - R^T w'`, whatever w' is: how w' was found and
///    rounded, and how far it is from the inverse of R, is all in rho. `R^T w'` is computed in
///    float32 too, so that `|rho|` is at most the norm that is found plus `gamma_D |R| |w'|`.
/// 3. h' is R h but for `gamma_D |r_j| |h|` in dimension j, which is `gamma_D |R| |w'| |h|` in the
///    product.
/// 4. The bound is a chain of p + 1 steps that starts from the *excess* `e = b + gamma_(p+2) |b| +
///    |h| margin`, and its error at most `gamma_(p+1) (|e| + |h'| |w'|)`, where `|h'| <= (1 +
///    gamma_D) |R| |h|`. The two norms are rounded up.
///
/// So a logit can be above 0 only if the chain ends above 0, with
///
/// `margin = |rho| + gamma_D |w| + (2 gamma_D + gamma_(p+2)) |R| |w'|`
///
/// The margin is enlarged by 2^-10 of itself for products of errors, for the norms computed in
/// double, and for rounding in `|h| margin`; b by 2^-22 of itself for rounding in e. Values below
/// the normal range are covered by `|h|` and margin being at least 2^-40: what they lose is below
/// `D^2 2^-149 |w'|`.
///
/// **Damage.** There are no [RotatedColumns] of weights that are not finite or so large that a
/// product could leave float32, and hidden states of that kind have no norm: the chain then never
/// contains NaN. Where a bias is NaN or infinite the excess is infinity, and so is the bound.
final class LogitBounds {
  private final RotatedRows rows;
  private final BoundPanels panels; // w' and the norm of the rest
  private final int[] order; // the column of the vocabulary at each position
  private final float[] weights; // w as they are, in this order, [V x D]
  private final float[] bias; // b as it is, [V]
  private final float[] biases; // b, enlarged, [V padded]
  private final float[] margins; // [V padded]

  /// Bounds for the head with these columns.
  ///
  /// @param order the columns of the vocabulary, each once
  /// @param depths p of each panel of columns in this order, in `[1, D)`
  LogitBounds(RotatedColumns columns, int[] order, int[] depths) {
    int d = columns.depth();
    this.order = order.clone();
    rows = new RotatedRows(columns.rotation(), depths);
    panels = new BoundPanels(order.length, depths);
    bias = columns.bias();
    weights = new float[Math.multiplyExact(order.length, d)];
    biases = new float[depths.length * BoundPanels.PANEL];
    margins = new float[depths.length * BoundPanels.PANEL];
    for (int i = 0; i < order.length; i++) {
      int v = order[i];
      int p = depths[i / BoundPanels.PANEL];
      panels.set(i, columns.rotated(), v * d, columns.rest(v, p));
      biases[i] = columns.bias(v, p);
      margins[i] = columns.margin(v, p);
      columns.copyWeights(v, weights, i * d);
    }
  }

  /// Mean number of dimensions that are not replaced by their norm.
  double meanDepth() {
    double sum = 0;
    for (int panel = 0; panel < panels.size(); panel++) {
      sum += (double) panels.depth(panel) * panels.columns(panel);
    }
    return sum / order.length;
  }

  /// Number of panels.
  int panels() {
    return panels.size();
  }

  /// The column of the vocabulary at a position.
  int column(int position) {
    return order[position];
  }

  /// How many columns a panel has.
  int columns(int panel) {
    return panels.columns(panel);
  }

  /// The bias of a column of the vocabulary.
  float bias(int v) {
    return bias[v];
  }

  /// The weights of the head as they are, in the order of the positions, [V x D].
  float[] weights() {
    return weights;
  }

  /// Rotates hidden states.
  ///
  /// @return the largest `|h|`, NaN if there is one that no bound holds for
  float rotate(Matrix hidden, Matrix rotated, Strip strip) {
    return rows.rotate(hidden, rotated, strip);
  }

  /// What the bounds of a panel start from, for each of its columns.
  ///
  /// @param norm the largest `|h|`
  void excess(int panel, float norm, float[] to) {
    int from = panel * BoundPanels.PANEL;
    for (int n = 0; n < BoundPanels.PANEL; n++) {
      to[n] = excess(norm, margins[from + n], biases[from + n]);
    }
  }

  private static float excess(float norm, float margin, float bias) {
    return Float.isFinite(bias) ? Math.fma(norm, margin, bias) : Float.POSITIVE_INFINITY;
  }

  /// A bit for each column of a panel that may have a logit above 0 in a chunk of
  /// [rotated][#rotate] rows.
  ///
  /// @param excess of the [panel][#excess]
  long above(RowChunks rotated, int chunk, int panel, float[] excess) {
    return panels.above(rotated, chunk, panel, rows.rest(panels.depth(panel)), excess);
  }
}

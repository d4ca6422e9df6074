package dev.tern.encoder.model;

import dev.tern.encoder.kernel.Matmul;
import dev.tern.encoder.kernel.Matrix;
import dev.tern.encoder.kernel.PackedMatrix;
import dev.tern.encoder.kernel.Strip;

/// Upper bounds of the logits `h . w_v + b_v` that need p + 1 instead of D multiplications.
///
/// Hidden states and weight rows are [rotated][BalancedRotation] to `h'` and `w'`; the dimensions
/// from p on are replaced by their norm, with which, by Cauchy and Schwarz,
///
/// `h' . w' <= bound = h'_1 w'_1 + ... + h'_p w'_p + |h'_(p+1..D)| |w'_(p+1..D)|`
///
/// **Rounding.** What is to be bounded is the logit as the head computes it in float32, and all of
/// the above is computed in float32 too. Let `u = 2^-24`, `gamma_n = n u / (1 - n u)`, R the
/// float32 matrix in use with the Frobenius norm `|R|`, h' and w' the float32 vectors in use, |.|
/// the Euclidean norm. Errors of a chain of n fused multiply-adds are at most `gamma_n |x| |y|`.
///
/// 1. The head computes at most `h . w + gamma_D |h| |w|`.
/// 2. `h . w = (R h) . w' + h . rho` with `rho = w - R^T w'`, whatever w' is: how w' was found and
///    rounded, and how far it is from the inverse of R, is all in rho, which is computed in double.
/// 3. h' is R h but for `gamma_D |r_j| |h|` in dimension j, which is `gamma_D |R| |w'| |h|` in the
///    product.
/// 4. The bound is computed with an error of at most `gamma_(p+1) |h'| |w'|`, and `|h'| <= (1 +
///    gamma_D) |R| |h|`. The two norms are rounded up.
///
/// So a logit can be above 0 only if
///
/// `bound > -b - |h| margin`, `margin = |rho| + gamma_D |w| + (gamma_D + gamma_(p+2)) |R| |w'|`
///
/// The margin is enlarged by 2^-10 of itself for products of errors, for the norms computed in
/// double, and for rounding in `-b - |h| margin`; the part of that rounding that grows with b is
/// taken off b. Values below the normal range are covered by `|h|` and margin being at least 2^-40:
/// what they lose is below `D^2 2^-149 |w'|`. Where a value is NaN, or so large that a product
/// could leave float32, norm or margin is NaN; a comparison with NaN never skips.
final class LogitBounds {
  /// Above it, a norm is taken for damage.
  private static final double LARGEST_NORM = 1e15;

  private static final double SMALLEST = 0x1p-40;
  private static final double SAFETY = 1 + 0x1p-10;

  private final int p;
  private final PackedMatrix rotation; // R, [D x D]
  private final PackedMatrix columns; // w' and the norm of the rest, [V x (p + 1)]
  private final float[] limits; // -b, [V padded]
  private final float[] margins; // [V padded]

  private LogitBounds(
      int p, PackedMatrix rotation, PackedMatrix columns, float[] limits, float[] margins) {
    this.p = p;
    this.rotation = rotation;
    this.columns = columns;
    this.limits = limits;
    this.margins = margins;
  }

  /// Bounds for the head with these weights.
  ///
  /// @param p dimensions that are not replaced by their norm, in `[1, D)`
  static LogitBounds of(BalancedRotation rotation, PackedMatrix decoder, float[] bias, int p) {
    int d = decoder.depth();
    float[] r = floats(rotation.r());
    double normR = norm(r, 0, d * d);
    PackedMatrix x = PackedMatrix.of(d, floats(rotation.x()));
    int padded = decoder.panels() * PackedMatrix.PANEL;
    float[] limits = new float[padded];
    float[] margins = new float[padded];
    float[] bounding = new float[Math.multiplyExact(bias.length, p + 1)];
    Matrix w = new Matrix(d);
    Matrix rotated = new Matrix(d);
    float[] row = new float[d];
    double[] rho = new double[d];
    Strip strip = new Strip();
    for (int from = 0, rows; from < bias.length; from += rows) {
      rows = Math.min(Strip.ROWS, bias.length - from);
      w.resize(rows);
      rotated.resize(rows);
      for (int i = 0; i < rows; i++) {
        decoder.unpackRow(from + i, row);
        System.arraycopy(row, 0, w.values(), w.offset(i), d);
      }
      multiply(w, x, rotated, strip);
      for (int i = 0; i < rows; i++) {
        int v = from + i;
        int at = rotated.offset(i);
        float[] wr = rotated.values();
        residual(w.values(), wr, at, r, rho);
        double normW = norm(w.values(), at, d);
        double normRotated = norm(wr, at, d);
        double margin =
            norm(rho)
                + gamma(d) * normW
                + (gamma(d) + gamma(p + 2)) * normR * normRotated
                + SMALLEST;
        boolean sound = normW < LARGEST_NORM && normRotated < LARGEST_NORM;
        margins[v] = sound ? up(margin * SAFETY) : Float.NaN;
        limits[v] = Math.nextDown((float) (-bias[v] - 0x1p-22 * Math.abs(bias[v])));
        System.arraycopy(wr, at, bounding, v * (p + 1), p);
        bounding[v * (p + 1) + p] = up(norm(wr, at + p, d - p));
      }
    }
    return new LogitBounds(
        p, PackedMatrix.of(d, r), PackedMatrix.of(p + 1, bounding), limits, margins);
  }

  private static void multiply(Matrix a, PackedMatrix b, Matrix c, Strip strip) {
    for (int row = 0, rows; row < a.rows(); row += rows) {
      rows = Strip.next(a.rows() - row);
      for (int panel = 0; panel < b.panels(); panel++) {
        Matmul.multiply(a, row, rows, 0, b, panel, strip);
        strip.store(c, row, panel * PackedMatrix.PANEL, b.columns(panel));
      }
    }
  }

  /// `rho = w - R^T w'`.
  private static void residual(float[] w, float[] rotated, int at, float[] r, double[] rho) {
    int d = rho.length;
    for (int k = 0; k < d; k++) {
      rho[k] = w[at + k];
    }
    for (int j = 0; j < d; j++) {
      double factor = rotated[at + j];
      for (int k = 0; k < d; k++) {
        rho[k] -= factor * r[j * d + k];
      }
    }
  }

  private static float[] floats(double[] x) {
    float[] floats = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      floats[i] = (float) x[i];
    }
    return floats;
  }

  private static double norm(float[] x, int from, int size) {
    double sum = 0;
    for (int i = from; i < from + size; i++) {
      sum += (double) x[i] * x[i];
    }
    return Math.sqrt(sum);
  }

  private static double norm(double[] x) {
    double sum = 0;
    for (double value : x) {
      sum += value * value;
    }
    return Math.sqrt(sum);
  }

  private static double gamma(int n) {
    return n * 0x1p-24 / (1 - n * 0x1p-24);
  }

  /// A float32 that is not below `x`, with room for what a norm in double has lost.
  private static float up(double x) {
    return Math.nextUp((float) (x * (1 + 0x1p-30)));
  }

  /// Dimensions that are not replaced by their norm.
  int p() {
    return p;
  }

  /// Rotates rows: the first p columns of `rotated` become `h'`, the next the norm of the rest.
  ///
  /// @return the largest `|h|`, NaN if there is one that no bound holds for
  float rotate(Matrix hidden, Matrix rotated, Strip strip) {
    int d = hidden.columns();
    rotated.resize(hidden.rows());
    multiply(hidden, rotation, rotated, strip);
    double largest = SMALLEST;
    for (int row = 0; row < hidden.rows(); row++) {
      int at = rotated.offset(row);
      rotated.values()[at + p] = up(norm(rotated.values(), at + p, d - p));
      largest = Math.max(largest, norm(hidden.values(), at, d)); // NaN wins
    }
    return largest < LARGEST_NORM ? up(largest) : Float.NaN;
  }

  /// The bounds of `h . w`, of rows of [rotated][#rotate] hidden states.
  void bound(Matrix rotated, int row, int rows, int panel, Strip strip) {
    Matmul.multiply(rotated, row, rows, 0, columns, panel, strip);
  }

  /// What a bound has to exceed for the logit to be above 0, for each column of a panel.
  ///
  /// @param norm the largest `|h|`
  void limits(int panel, float norm, float[] to) {
    int from = panel * PackedMatrix.PANEL;
    for (int n = 0; n < PackedMatrix.PANEL; n++) {
      to[n] = Math.fma(-norm, margins[from + n], limits[from + n]);
    }
  }
}

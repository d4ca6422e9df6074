package dev.tern.encoder.model;

import java.util.Arrays;
import java.util.Optional;

/// A change of coordinates that keeps the products of hidden states h and weight rows w and moves
/// their energy to the first dimensions.
///
/// `h' = R h`, `w' = X w`, `X = R^-T`, so that `h' . w' = h . w`. With `S = E[h h^T] = L L^T` and
/// `E[w w^T] = C C^T`, the singular values `s_1 >= s_2 >= ...` of `L^T C` and its left vectors U,
///
/// `R = diag(s)^1/2 U^T L^-1`, `X = diag(s)^-1/2 U^T L^T`
///
/// make both second moments `diag(s)`: no other rotation leaves less of `E[(h . w)^2]` to the last
/// dimensions, for any number of them. R is scaled to a Frobenius norm of `sqrt D`.
///
/// U is found with one-sided Jacobi rotations (Hestenes 1958) of the rows of `L^T C`, applied to
/// `L^-1` and `L^T` at once. A fixed number of sweeps: a rotation that has not quite converged is
/// as right as another, it only bounds a little worse.
final class BalancedRotation {
  private static final int SWEEPS = 8;

  /// Added to the moments, as a share of their mean eigenvalue, so that they have a root.
  private static final double RIDGE = 1e-7;

  private final double[] r;
  private final double[] x;

  private BalancedRotation(double[] r, double[] x) {
    this.r = r;
    this.x = x;
  }

  /// R, [D x D] row-major.
  double[] r() {
    return r;
  }

  /// X, [D x D] row-major.
  double[] x() {
    return x;
  }

  /// Empty if the moments have no root in numbers: damaged weights.
  ///
  /// @param hidden `E[h h^T]`, [D x D]
  /// @param weights `E[w w^T]`, [D x D]
  static Optional<BalancedRotation> of(double[] hidden, double[] weights, int d) {
    double[] l = root(hidden, d);
    double[] c = root(weights, d);
    double[] x = transposed(l, d);
    double[] g = new double[d * d];
    for (int i = 0; i < d; i++) {
      for (int k = i; k < d; k++) {
        addRow(g, i, x[i * d + k], c, k, d);
      }
    }
    double[] r = inverse(l, d);
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      for (int i = 0; i < d; i++) {
        for (int j = i + 1; j < d; j++) {
          orthogonalize(g, r, x, i, j, d);
        }
      }
    }
    return sorted(g, r, x, d);
  }

  /// The lower triangle L of `L L^T = m + ridge`.
  private static double[] root(double[] m, int d) {
    double trace = 0;
    for (int i = 0; i < d; i++) {
      trace += m[i * d + i];
    }
    double[] l = new double[d * d];
    for (int i = 0; i < d; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = m[i * d + j] - dot(l, i, l, j, d);
        if (i == j) {
          l[i * d + i] = Math.sqrt(sum + RIDGE * trace / d);
        } else {
          l[i * d + j] = sum / l[j * d + j];
        }
      }
    }
    return l;
  }

  /// The inverse of a lower triangle.
  private static double[] inverse(double[] l, int d) {
    double[] inverse = new double[d * d];
    for (int i = 0; i < d; i++) {
      inverse[i * d + i] = 1;
      for (int j = 0; j < i; j++) {
        addRow(inverse, i, -l[i * d + j], inverse, j, d);
      }
      scale(inverse, i, 1 / l[i * d + i], d);
    }
    return inverse;
  }

  private static double[] transposed(double[] m, int d) {
    double[] t = new double[d * d];
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < d; j++) {
        t[j * d + i] = m[i * d + j];
      }
    }
    return t;
  }

  /// Turns rows i and j of all three matrices by the angle that makes those of `g` orthogonal and
  /// row i the longer.
  private static void orthogonalize(double[] g, double[] r, double[] x, int i, int j, int d) {
    double ii = dot(g, i, g, i, d);
    double jj = dot(g, j, g, j, d);
    double ij = dot(g, i, g, j, d);
    double angle = Math.atan2(2 * ij, ii - jj) / 2;
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    turn(g, i, j, cos, sin, d);
    turn(r, i, j, cos, sin, d);
    turn(x, i, j, cos, sin, d);
  }

  private static void turn(double[] m, int i, int j, double cos, double sin, int d) {
    int a = i * d;
    int b = j * d;
    for (int k = 0; k < d; k++) {
      double u = m[a + k];
      double v = m[b + k];
      m[a + k] = cos * u + sin * v;
      m[b + k] = cos * v - sin * u;
    }
  }

  private static Optional<BalancedRotation> sorted(double[] g, double[] r, double[] x, int d) {
    double[] s = new double[d];
    Integer[] order = new Integer[d];
    for (int i = 0; i < d; i++) {
      s[i] = Math.sqrt(dot(g, i, g, i, d));
      order[i] = i;
    }
    Arrays.sort(order, (i, j) -> Double.compare(s[j], s[i]));
    double[] sortedR = new double[d * d];
    double[] sortedX = new double[d * d];
    for (int i = 0; i < d; i++) {
      addRow(sortedR, i, Math.sqrt(s[order[i]]), r, order[i], d);
      addRow(sortedX, i, 1 / Math.sqrt(s[order[i]]), x, order[i], d);
    }
    double squares = 0;
    double sum = 0;
    for (int i = 0; i < d * d; i++) {
      squares += sortedR[i] * sortedR[i];
      sum += sortedX[i];
    }
    double scale = Math.sqrt(d / squares);
    for (int i = 0; i < d; i++) {
      scale(sortedR, i, scale, d);
      scale(sortedX, i, 1 / scale, d);
    }
    return Double.isFinite(sum / scale) && scale > 0
        ? Optional.of(new BalancedRotation(sortedR, sortedX))
        : Optional.empty();
  }

  private static double dot(double[] a, int i, double[] b, int j, int d) {
    double even = 0;
    double odd = 0;
    for (int k = 0; k + 1 < d; k += 2) {
      even += a[i * d + k] * b[j * d + k];
      odd += a[i * d + k + 1] * b[j * d + k + 1];
    }
    return d % 2 == 0 ? even + odd : even + odd + a[i * d + d - 1] * b[j * d + d - 1];
  }

  /// `to[i] += factor from[j]`, rows of D elements.
  private static void addRow(double[] to, int i, double factor, double[] from, int j, int d) {
    for (int k = 0; k < d; k++) {
      to[i * d + k] += factor * from[j * d + k];
    }
  }

  private static void scale(double[] m, int i, double factor, int d) {
    for (int k = 0; k < d; k++) {
      m[i * d + k] *= factor;
    }
  }
}

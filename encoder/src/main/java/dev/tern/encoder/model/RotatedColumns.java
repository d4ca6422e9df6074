package dev.tern.encoder.model;

import dev.tern.encoder.kernel.Matmul;
import dev.tern.encoder.kernel.Matrix;
import dev.tern.encoder.kernel.PackedMatrix;
import dev.tern.encoder.kernel.Strip;
import java.util.Optional;

/// The columns of a head in rotated coordinates, with what their bounds may be wrong by: what
/// [LogitBounds] are made from, whatever their depths and their order.
final class RotatedColumns {
  /// Above it, a norm is taken for damage.
  private static final double LARGEST_NORM = 1e15;

  private static final double SMALLEST = 0x1p-40;
  private static final double SAFETY = 1 + 0x1p-10;

  private final PackedMatrix decoder;
  private final float[] bias;
  private final int d;
  private final float[] r; // [D x D]
  private final double normR;
  private final float[] rotated; // w', [V x D]
  private final double[] margins; // the part that depends on no depth, [V]
  private final double[] norms; // |w'|, [V]
  private final float[] row; // of the decoder

  private RotatedColumns(BalancedRotation rotation, PackedMatrix decoder, float[] bias) {
    this.decoder = decoder;
    this.bias = bias;
    d = decoder.depth();
    r = floats(rotation.r());
    normR = norm(r, 0, d * d);
    rotated = new float[Math.multiplyExact(bias.length, d)];
    margins = new double[bias.length];
    norms = new double[bias.length];
    row = new float[d];
  }

  /// Rotates all columns; empty if there is one that no bound holds for.
  static Optional<RotatedColumns> of(
      BalancedRotation rotation, PackedMatrix decoder, float[] bias) {
    RotatedColumns columns = new RotatedColumns(rotation, decoder, bias);
    columns.rotate(PackedMatrix.of(columns.d, floats(rotation.x())));
    return columns.sound() ? Optional.of(columns) : Optional.empty();
  }

  private boolean sound() {
    double largest = 0;
    for (double margin : margins) {
      largest = Math.max(largest, margin); // NaN wins
    }
    return !Double.isNaN(largest);
  }

  private void rotate(PackedMatrix x) {
    Strip strip = new Strip();
    PackedMatrix transposedR = PackedMatrix.of(d, transposed(r, d));
    Matrix w = new Matrix(d);
    Matrix wr = new Matrix(d);
    Matrix back = new Matrix(d);
    for (int from = 0, rows; from < bias.length; from += rows) {
      rows = Math.min(Strip.ROWS, bias.length - from);
      w.resize(rows);
      wr.resize(rows);
      back.resize(rows);
      for (int i = 0; i < rows; i++) {
        decoder.unpackRow(from + i, row);
        System.arraycopy(row, 0, w.values(), w.offset(i), d);
      }
      multiply(w, x, wr, strip);
      multiply(wr, transposedR, back, strip);
      System.arraycopy(wr.values(), 0, rotated, from * d, rows * d);
      for (int i = 0; i < rows; i++) {
        measure(from + i, w.values(), back.values(), w.offset(i));
      }
    }
  }

  private void measure(int v, float[] w, float[] back, int at) {
    double rho = 0;
    for (int k = at; k < at + d; k++) {
      double difference = (double) w[k] - back[k];
      rho += difference * difference;
    }
    double normW = norm(w, at, d);
    norms[v] = norm(rotated, v * d, d);
    boolean sound = normW < LARGEST_NORM && norms[v] < LARGEST_NORM;
    margins[v] =
        sound
            ? Math.sqrt(rho) + gamma(d) * normW + 2 * gamma(d) * normR * norms[v] + SMALLEST
            : Double.NaN;
  }

  /// `c = a b^T`.
  static void multiply(Matrix a, PackedMatrix b, Matrix c, Strip strip) {
    for (int row = 0, rows; row < a.rows(); row += rows) {
      rows = Strip.next(a.rows() - row);
      for (int panel = 0; panel < b.panels(); panel++) {
        Matmul.multiply(a, row, rows, 0, b, panel, strip);
        strip.store(c, row, panel * PackedMatrix.PANEL, b.columns(panel));
      }
    }
  }

  /// V.
  int size() {
    return bias.length;
  }

  /// D.
  int depth() {
    return d;
  }

  /// R.
  PackedMatrix rotation() {
    return PackedMatrix.of(d, r);
  }

  /// w' of all columns, [V x D].
  float[] rotated() {
    return rotated;
  }

  /// A norm of those dimensions of column v that a bound of p dimensions leaves out; not below it.
  float rest(int v, int p) {
    return up(norm(rotated, v * d + p, d - p));
  }

  /// The biases as they are, [V].
  float[] bias() {
    return bias;
  }

  /// The bias of column v with what a bound of p dimensions loses of it.
  float bias(int v, int p) {
    double b = bias[v];
    return Math.nextUp((float) (b + (0x1p-22 + gamma(p + 2)) * Math.abs(b)));
  }

  /// What a bound of p dimensions of column v may be wrong by, for `|h| = 1`.
  float margin(int v, int p) {
    return up((margins[v] + gamma(p + 2) * normR * norms[v]) * SAFETY);
  }

  /// Copies the weights of column v as they are.
  void copyWeights(int v, float[] to, int at) {
    decoder.unpackRow(v, row);
    System.arraycopy(row, 0, to, at, d);
  }

  /// The norm of hidden states, not below it; NaN if it is too large for bounds.
  static float soundNorm(double norm) {
    return norm < LARGEST_NORM ? up(Math.max(SMALLEST, norm)) : Float.NaN;
  }

  static double norm(float[] x, int from, int size) {
    double sum = 0;
    for (int i = from; i < from + size; i++) {
      sum += (double) x[i] * x[i];
    }
    return Math.sqrt(sum);
  }

  private static double gamma(int n) {
    return n * 0x1p-24 / (1 - n * 0x1p-24);
  }

  /// A float32 that is not below `x`, with room for what a norm in double has lost.
  static float up(double x) {
    return Math.nextUp((float) (x * (1 + 0x1p-30)));
  }

  private static float[] floats(double[] x) {
    float[] floats = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      floats[i] = (float) x[i];
    }
    return floats;
  }

  private static float[] transposed(float[] m, int d) {
    float[] t = new float[d * d];
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < d; j++) {
        t[j * d + i] = m[i * d + j];
      }
    }
    return t;
  }
}

package dev.tern.encoder.checkpoint;

/// A weight matrix of one byte a weight: `w[n][k] = scales[n] values[n][k]`, rounded to float32.
///
/// Made of float32 weights it is `scales[n] = max over k of |w[n][k]| / 127` and `values[n][k] =
/// w[n][k] / scales[n]` rounded to the nearest, ties to even: symmetric, a scale for each output,
/// with an error of at most half a scale. Immutable, as long as nobody writes to its arrays.
public final class Int8Matrix {
  private static final int LARGEST = 127;

  private final int columns;
  private final byte[] values;
  private final float[] scales;

  /// Takes over the arrays.
  ///
  /// @param values row-major, [scales.length x columns]
  Int8Matrix(int columns, byte[] values, float[] scales) {
    this.columns = columns;
    this.values = values;
    this.scales = scales;
  }

  /// The matrix nearest to float32 weights, which are finite.
  static Int8Matrix nearest(float[] weights, int rows, int columns) {
    byte[] values = new byte[weights.length];
    float[] scales = new float[rows];
    for (int row = 0; row < rows; row++) {
      float largest = 0;
      for (int i = row * columns; i < (row + 1) * columns; i++) {
        largest = Math.max(largest, Math.abs(weights[i]));
      }
      scales[row] = largest / LARGEST;
      for (int i = row * columns; i < (row + 1) * columns && scales[row] > 0; i++) {
        double steps = Math.rint((double) weights[i] / scales[row]);
        values[i] = (byte) Math.clamp(steps, -LARGEST, LARGEST);
      }
    }
    return new Int8Matrix(columns, values, scales);
  }

  /// Number of rows, the outputs of a linear layer.
  public int rows() {
    return scales.length;
  }

  /// Length of a row.
  public int columns() {
    return columns;
  }

  /// The steps, row-major, not a copy.
  public byte[] values() {
    return values;
  }

  /// The step of each row, not a copy.
  public float[] scales() {
    return scales;
  }

  /// Copies the weights of a row to `to[at]` and what follows it.
  public void copyRow(int row, float[] to, int at) {
    float scale = scales[row];
    int from = row * columns;
    for (int k = 0; k < columns; k++) {
      to[at + k] = scale * values[from + k];
    }
  }

  /// Hands each row to `sink`.
  void forEachRow(RowSink sink) {
    float[] weights = new float[columns];
    for (int row = 0; row < rows(); row++) {
      copyRow(row, weights, 0);
      sink.add(weights, 1);
    }
  }

  /// All weights, row-major.
  float[] toFloats() {
    float[] weights = new float[values.length];
    for (int row = 0; row < rows(); row++) {
      copyRow(row, weights, row * columns);
    }
    return weights;
  }
}

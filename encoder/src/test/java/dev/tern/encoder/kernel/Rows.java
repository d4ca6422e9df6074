package dev.tern.encoder.kernel;

import java.util.random.RandomGenerator;

/// Matrices to try kernels on.
final class Rows {
  private Rows() {}

  /// Normally distributed values, with a few far larger than the others.
  static Matrix random(RandomGenerator random, int rows, int columns) {
    Matrix m = new Matrix(columns);
    m.resize(rows);
    for (int i = 0; i < rows * columns; i++) {
      double value = random.nextGaussian();
      m.values()[i] = (float) (random.nextInt(50) == 0 ? 10 * value : value);
    }
    return m;
  }
}

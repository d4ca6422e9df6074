package dev.tern.encoder.model;

import dev.tern.encoder.kernel.Matrix;
import dev.tern.encoder.kernel.PackedMatrix;
import dev.tern.encoder.kernel.Strip;
import java.util.Arrays;

/// Hidden states in rotated coordinates: `h' = R h`, and after it for each depth p in use the norm
/// of the dimensions from p on, not below it.
final class RotatedRows {
  private final PackedMatrix rotation; // R, [D x D]
  private final int[] depths; // ascending

  /// @param depths in `[0, D)`, in any order, repeated or not
  RotatedRows(PackedMatrix rotation, int[] depths) {
    this.rotation = rotation;
    this.depths = Arrays.stream(depths).sorted().distinct().toArray();
  }

  /// Which element of a row is the norm of the dimensions from p on.
  int rest(int p) {
    return rotation.depth() + Arrays.binarySearch(depths, p);
  }

  /// Rotates rows.
  ///
  /// @return the largest `|h|`, NaN if there is one that no bound holds for
  float rotate(Matrix hidden, Matrix rotated, Strip strip) {
    int d = rotation.depth();
    rotated.reshape(hidden.rows(), d + depths.length);
    RotatedColumns.multiply(hidden, rotation, rotated, strip);
    double largest = 0;
    for (int row = 0; row < hidden.rows(); row++) {
      rests(rotated.values(), rotated.offset(row));
      largest = Math.max(largest, RotatedColumns.norm(hidden.values(), hidden.offset(row), d));
    }
    return RotatedColumns.soundNorm(largest); // a NaN was the largest
  }

  private void rests(float[] values, int at) {
    int d = rotation.depth();
    double sum = 0;
    for (int i = depths.length - 1, k = d; i >= 0; i--) {
      while (k > depths[i]) {
        k--;
        sum += (double) values[at + k] * values[at + k];
      }
      values[at + d + i] = RotatedColumns.up(Math.sqrt(sum));
    }
  }
}

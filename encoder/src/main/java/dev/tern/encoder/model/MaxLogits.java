package dev.tern.encoder.model;

import java.util.Arrays;

/// The largest logit of each vocabulary row, for each text of a group: buffers that are used again
/// for the next group.
final class MaxLogits {
  private final int columns;
  private float[][] rows = {};

  /// @param columns V
  MaxLogits(int columns) {
    this.columns = columns;
  }

  /// Makes room for so many texts; the values are undefined afterwards.
  void reserve(int texts) {
    int from = rows.length;
    if (texts > from) {
      float[][] more = Arrays.copyOf(rows, texts);
      for (int text = from; text < texts; text++) {
        more[text] = new float[columns];
      }
      rows = more;
    }
  }

  /// Those of `text`, [V].
  float[] of(int text) {
    return rows[text];
  }
}

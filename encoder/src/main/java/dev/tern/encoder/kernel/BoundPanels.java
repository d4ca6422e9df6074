package dev.tern.encoder.kernel;

import static dev.tern.encoder.kernel.RowChunks.ROWS;

import java.util.Objects;

/// Columns of a product in panels of different depth, and the question which of them may have an
/// element above 0.
///
/// A panel of depth p bounds products of greater depth: of each column it has the first p elements
/// and what the others amount to at most. Rows have all their elements and, after these, for each p
/// in use what those from p on amount to:
///
/// `bound[r][n] = excess[n] + rest[r] rest[n] + sum over k in [0, p) of a[r][k] b[n][k]`
///
/// Bounds are compared in the registers they are computed in and never stored.
public final class BoundPanels {
  /// Columns in a panel: four vectors, so that a bit for each fits a long.
  public static final int PANEL = 4 * Simd.LANES;

  private final int columns;
  private final int[] depths;
  private final int[] offsets;
  private final float[] values; // [panels][rest, then its depth][PANEL]

  /// Panels of zeros.
  ///
  /// @param columns in all panels
  /// @param depths p of each panel
  public BoundPanels(int columns, int[] depths) {
    if (columns < 1 || depths.length != panels(columns)) {
      throw new IllegalArgumentException(
          "each panel needs a depth: columns=" + columns + " depths=" + depths.length);
    }
    this.columns = columns;
    this.depths = depths.clone();
    offsets = new int[depths.length];
    long size = 0;
    for (int panel = 0; panel < depths.length; panel++) {
      offsets[panel] = Math.toIntExact(size);
      size += (depths[panel] + 1L) * PANEL;
    }
    values = new float[Math.toIntExact(size)];
  }

  /// The number of panels of so many columns.
  public static int panels(int columns) {
    return (int) ((columns + PANEL - 1L) / PANEL);
  }

  /// Sets a column.
  ///
  /// @param from where in `elements` those of the column start
  public void set(int column, float[] elements, int from, float rest) {
    Objects.checkIndex(column, columns);
    int panel = column / PANEL;
    int to = offsets[panel] + column % PANEL;
    values[to] = rest;
    for (int k = 0; k < depths[panel]; k++) {
      values[to + (k + 1) * PANEL] = elements[from + k];
    }
  }

  /// Number of panels, the last of which may be partly filled.
  public int size() {
    return depths.length;
  }

  /// How many columns of `panel` exist.
  public int columns(int panel) {
    return Math.min(PANEL, columns - panel * PANEL);
  }

  /// p of `panel`.
  public int depth(int panel) {
    return depths[panel];
  }

  /// A bit for each column of a panel, set unless all its bounds for the rows of a chunk are below
  /// 0. There must be no NaN.
  ///
  /// @param rest the element of a row that holds what is beyond the depth of the panel
  /// @param excess of the columns, [PANEL]
  public long above(RowChunks rows, int chunk, int panel, int rest, float[] excess) {
    Objects.checkIndex(chunk, rows.size());
    Objects.checkIndex(rest, rows.depth());
    float[] a = rows.values();
    int at = rows.offset(chunk);
    int restAt = at + rest * ROWS;
    int depth = depths[panel];
    int b = offsets[panel];
    int half = 2 * Simd.LANES;
    long above = 0;
    for (int r = 0; r < ROWS; r += 4) {
      if (Simd.MANY_REGISTERS) {
        above |= BoundTiles.above4x4(a, at + r, restAt + r, values, b, depth, excess, 0);
      } else {
        above |= BoundTiles.above4x2(a, at + r, restAt + r, values, b, depth, excess, 0);
        above |=
            BoundTiles.above4x2(a, at + r, restAt + r, values, b + half, depth, excess, half)
                << half;
      }
    }
    return above & (-1L >>> (Long.SIZE - columns(panel)));
  }
}

package dev.tern.encoder.model;

import dev.tern.encoder.kernel.PackedMatrix;
import dev.tern.encoder.kernel.RowChunks;
import dev.tern.encoder.kernel.SelectedProducts;
import java.util.Arrays;

/// The products of a head that may be above minus its bias, and as few others as possible.
///
/// Of a text, 99 % of the logits are below 0 for all tokens and their values are never looked at.
/// [LogitBounds] are computed for all columns and tokens; a chunk of 16 tokens is computed for a
/// column only if one of its bounds allows a logit above 0. What is computed is computed as by the
/// head itself, so that maxima above 0 have the same bits.
///
/// Columns are selected one by one, since hardly a panel is left without one. Sorting the tokens of
/// a text by id or by a rotated dimension, so that those of a chunk are alike, leaves 25.0 %
/// instead of 25.7 % of the pairs at p = 48 at best. A second, deeper bound for the pairs that a
/// shallow one leaves was estimated and not built: 32 dimensions leave 41 % of the pairs, which
/// would be computed column by column, at more than twice the cost of a panel.
final class SkippingHead {
  /// Half a [dev.tern.encoder.kernel.Strip]: panels of bounds are so small that all of a product
  /// stays in the first-level cache (1 % faster than whole ones).
  private static final int STRIP_ROWS = 48;

  private final PackedMatrix decoder;
  private final LogitBounds bounds;

  SkippingHead(PackedMatrix decoder, LogitBounds bounds) {
    this.decoder = decoder;
    this.bounds = bounds;
  }

  /// The maximum over the tokens of each text of `h . w_v` without the bias: exact where that is
  /// above minus the bias or NaN, and otherwise anything that is not.
  ///
  /// @return pairs of a column and a chunk that were computed in full
  long forward(Activations a, float[][] maxima, int first) {
    SkippingBuffers b = a.skipping;
    float norm = bounds.rotate(a.transformed, b.rotated, a.strip);
    b.chunks.clear(decoder.depth());
    for (int text = 0; text < a.texts(); text++) {
      b.chunks.add(a.transformed, a.start(text), a.length(text));
      int from = a.firstPanel(decoder) * PackedMatrix.PANEL;
      int end = Math.min(decoder.outputs(), a.endPanel(decoder) * PackedMatrix.PANEL);
      Arrays.fill(maxima[first + text], from, end, Float.NEGATIVE_INFINITY);
    }
    long computed = 0;
    for (int panel = a.firstPanel(decoder); panel < a.endPanel(decoder); panel++) {
      bounds.limits(panel, norm, b.limits);
      b.selected.clear();
      select(a, panel);
      b.selected.multiply(b.chunks, decoder, panel);
      computed += b.selected.pairs();
      merge(a, panel * PackedMatrix.PANEL, maxima, first);
    }
    return computed;
  }

  private void select(Activations a, int panel) {
    RowChunks chunks = a.skipping.chunks;
    for (int chunk = 0; chunk < chunks.size(); ) {
      int row = chunks.start(chunk);
      int end = chunk + 1;
      while (end < chunks.size() && chunks.start(end + 1) - row <= STRIP_ROWS) {
        end++;
      }
      bounds.bound(a.skipping.rotated, row, chunks.start(end) - row, panel, a.strip);
      for (; chunk < end; chunk++) {
        int from = chunks.start(chunk);
        int rows = chunks.start(chunk + 1) - from;
        a.skipping.selected.select(
            a.strip, from - row, rows, chunk, a.skipping.limits, decoder.columns(panel));
      }
    }
  }

  private static void merge(Activations a, int column, float[][] maxima, int first) {
    SelectedProducts selected = a.skipping.selected;
    for (int i = 0, text = 0; i < selected.size(); i++) {
      int row = a.skipping.chunks.start(selected.chunk(i));
      while (row >= a.start(text) + a.length(text)) { // entries are in the order of the chunks
        text++;
      }
      float[] of = maxima[first + text];
      int v = column + selected.column(i);
      of[v] = Math.max(of[v], selected.maximumOf(i));
    }
  }
}

package dev.tern.encoder.model;

import dev.tern.encoder.kernel.BoundPanels;
import dev.tern.encoder.kernel.SelectedProducts;

/// The products of a head that may be above minus its bias, and as few others as possible.
///
/// Of a text, 99 % of the logits are below 0 for all tokens and their values are never looked at.
/// [LogitBounds] are computed for all columns and tokens; a chunk of 16 tokens is computed for a
/// column only if one of its bounds allows a logit above 0. What is computed is computed as by the
/// head itself, so that maxima above 0 have the same bits.
///
/// With splade-tiny and SciFact text the head takes 0.41 of the time without bounds. What was tried
/// and lost, in parts of that time, estimated by operations where not said otherwise:
///
/// - one depth for all columns in their own order: 0.71 (measured);
/// - bounds stored and compared afterwards: 13 % more for each dimension (measured);
/// - columns in 4, 8 or 16 clusters, each with its own rotation: 0.01, 0.02 and 0.04 less, but h
///   has to be rotated for each, which costs as much;
/// - hidden states less their mean over the text: 0.01 less, over 64, 32 or 16 tokens no less;
/// - a shallow bound, and a deeper one where a column of a panel remains: 0.02 less;
/// - tokens sorted by id or by a rotated dimension: 25.0 % instead of 25.7 % of the pairs left.
final class SkippingHead {
  private SkippingHead() {}

  /// Rotates the hidden states and cuts them to chunks of one text each. To be called before
  /// [#forward].
  ///
  /// @return whether bounds hold for them; if not, a value is not finite or as good as that
  static boolean prepare(LogitBounds bounds, Activations a) {
    SkippingBuffers b = a.skipping;
    b.norm = bounds.rotate(a.transformed, b.rotated, a.strip);
    b.chunks.clear(a.transformed.columns());
    b.rotatedChunks.clear(b.rotated.columns());
    for (int text = 0; text < a.texts(); text++) {
      b.chunks.add(a.transformed, a.start(text), a.length(text));
      b.rotatedChunks.add(b.rotated, a.start(text), a.length(text));
    }
    return !Float.isNaN(b.norm);
  }

  /// Raises [Activations#maxLogits] to the maximum over the tokens of each text of `h . w_v + b_v`
  /// where that is above 0 or NaN. Of a team each member takes every so many-th panel, since those
  /// that take the longest come first.
  static void forward(LogitBounds bounds, Activations a) {
    SkippingBuffers b = a.skipping;
    b.selected.clear(b.chunks.size());
    b.pairs = 0;
    b.computed = 0;
    for (int panel = a.member(); panel < bounds.panels(); panel += a.members()) {
      bounds.excess(panel, b.norm, b.excess);
      for (int chunk = 0; chunk < b.chunks.size(); chunk++) {
        long above = bounds.above(b.rotatedChunks, chunk, panel, b.excess);
        if (above != 0) {
          if (!b.selected.hasRoom(chunk)) {
            compute(bounds, a, chunk);
          }
          b.selected.select(chunk, panel * BoundPanels.PANEL, above);
          b.computed += Long.bitCount(above);
        }
      }
      b.pairs += (long) bounds.columns(panel) * b.chunks.size();
    }
    for (int chunk = 0; chunk < b.chunks.size(); chunk++) {
      compute(bounds, a, chunk);
    }
  }

  private static void compute(LogitBounds bounds, Activations a, int chunk) {
    SelectedProducts selected = a.skipping.selected;
    selected.multiply(a.skipping.chunks, chunk, bounds.weights());
    int text = 0;
    while (a.skipping.chunks.start(chunk) >= a.start(text) + a.length(text)) {
      text++;
    }
    float[] maxLogits = a.maxLogits().of(text);
    for (int i = 0; i < selected.size(chunk); i++) {
      int v = bounds.column(selected.column(chunk, i));
      float logit = selected.maximumOf(i) + bounds.bias(v);
      if (!(logit <= 0)) {
        maxLogits[v] = Math.max(maxLogits[v], logit); // a NaN wins
      }
    }
    selected.clearChunk(chunk);
  }
}

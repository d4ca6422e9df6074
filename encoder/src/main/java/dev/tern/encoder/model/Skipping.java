package dev.tern.encoder.model;

import dev.tern.encoder.kernel.Matrix;
import dev.tern.encoder.kernel.PackedMatrix;
import java.util.Optional;

/// Whether and with which bounds a head skips.
///
/// It begins without. The texts encoded first are sampled; the thread that fills the sample fits
/// the bounds while others go on without. Skipping is given up for good where it does not pay on
/// the texts that come. What is computed depends on none of it, only the time does.
///
/// Safe for use by several threads: bounds are immutable and published as a whole, and a thread
/// that still works with others, or with none, computes the same.
final class Skipping {
  /// Fitting takes 0.4 s at D = 128, 1.8 s at 384 and 3.5 s at 512, for which the text that fills
  /// the sample has to wait; more is too much.
  private static final int LARGEST_DEPTH = 512;

  /// A head of fewer dimensions has nothing to leave out.
  private static final int SMALLEST_DEPTH = 16;

  /// Chunks in a window, at the end of which the cost is looked at.
  private static final int WINDOW = 512;

  private final PackedMatrix decoder;
  private final float[] bias;
  private volatile Optional<LogitBounds> bounds = Optional.empty();
  private volatile boolean sampling;
  private Optional<BoundsSample> sample = Optional.empty(); // guarded by this, as what follows
  private long pairs;
  private long computed;
  private long windowPairs;
  private long windowComputed;

  Skipping(PackedMatrix decoder, float[] bias) {
    this.decoder = decoder;
    this.bias = bias;
    sampling = decoder.depth() >= SMALLEST_DEPTH && decoder.depth() <= LARGEST_DEPTH;
  }

  /// The bounds to skip with; empty for as long as there are none, and for good where none pay.
  Optional<LogitBounds> bounds() {
    return bounds;
  }

  /// Shows hidden states of texts that were encoded without bounds.
  void observe(Matrix hidden) {
    if (sampling) {
      take(hidden).ifPresent(full -> bounds = new BoundsFit(decoder, bias).fit(full.rows()));
    }
  }

  /// Adds to the sample, and hands it out once when it is full.
  private synchronized Optional<BoundsSample> take(Matrix hidden) {
    if (!sampling) {
      return Optional.empty();
    }
    if (sample.isEmpty()) {
      sample = Optional.of(new BoundsSample(decoder.depth()));
    }
    sample.get().add(hidden);
    if (!sample.get().full()) {
      return Optional.empty();
    }
    Optional<BoundsSample> full = sample;
    sample = Optional.empty();
    sampling = false;
    return full;
  }

  /// Counts what was left to compute of `pairs` (column, chunk) pairs, and gives skipping up where
  /// that is too much.
  synchronized void count(LogitBounds used, long pairs, long computed) {
    this.pairs += pairs;
    this.computed += computed;
    windowPairs += pairs;
    windowComputed += computed;
    if (windowPairs >= WINDOW * (long) bias.length) {
      double left = (double) windowComputed / windowPairs;
      if (SkippingCost.of(used.meanDepth(), decoder.depth(), left) > SkippingCost.TOLERABLE) {
        bounds = Optional.empty();
      }
      windowPairs = 0;
      windowComputed = 0;
    }
  }

  /// The counts so far.
  synchronized SkippedWork work() {
    return new SkippedWork(
        bounds.map(b -> (int) Math.round(b.meanDepth())).orElse(0), pairs, computed);
  }

  /// Skips with these bounds from now on, or not at all; nothing is sampled any more.
  synchronized void use(Optional<LogitBounds> bounds) {
    sampling = false;
    sample = Optional.empty();
    this.bounds = bounds;
  }
}

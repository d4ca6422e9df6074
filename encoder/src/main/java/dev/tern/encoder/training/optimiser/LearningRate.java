package dev.tern.encoder.training.optimiser;

/// Linear warm-up and linear decay, as a factor of the highest rate:
///
/// `step / warmUp` for `step < warmUp`, then `(total - step) / (total - warmUp)`, at least 0
///
/// The first step of a warm-up has the rate 0: no weight moves, but the moments learn.
///
/// @param warmUp steps, at least 0
/// @param total steps of the run, at least warmUp and 1
public record LearningRate(long warmUp, long total) {
  /// Refuses a warm-up that is longer than the run.
  public LearningRate {
    if (warmUp < 0 || total < 1 || warmUp > total) {
      throw new IllegalArgumentException(
          "a warm-up is part of a run: warmUp=" + warmUp + " total=" + total);
    }
  }

  /// The factor in a step, counted from 0.
  public double factor(long step) {
    if (step < warmUp) {
      return step / (double) warmUp;
    }
    return Math.max(0, (total - step) / (double) Math.max(1, total - warmUp));
  }
}

package dev.tern.encoder.training.loss;

/// The weight of a sparsity loss during training: it grows with the square of the step, so that
/// vectors learn to rank before they learn to be short:
///
/// `lambda(step) = lambda ((step + 1) / steps)^2` for `step < steps`, then lambda
///
/// Steps are those of the optimiser, counted from 0.
///
/// @param lambda the weight at the end, at least 0
/// @param steps T, at least 1
public record LambdaRamp(double lambda, int steps) {
  /// Refuses a ramp without steps and a weight below 0.
  public LambdaRamp {
    if (!(lambda >= 0) || Double.isInfinite(lambda) || steps < 1) {
      throw new IllegalArgumentException(
          "a weight is finite and at least 0, a ramp has steps: lambda="
              + lambda
              + " steps="
              + steps);
    }
  }

  /// The weight in a step.
  public double at(long step) {
    if (step >= steps) {
      return lambda;
    }
    double part = (step + 1.0) / steps;
    return lambda * (part * part);
  }
}

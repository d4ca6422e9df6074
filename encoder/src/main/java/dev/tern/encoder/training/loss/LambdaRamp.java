package dev.tern.encoder.training.loss;

/// The weight of a sparsity loss during training: it grows with the square of the step, so that
/// vectors learn to rank before they learn to be short, and is lambda from step T on.
///
/// Steps are those of the optimiser, counted from 0.
///
/// @param lambda the weight at the end, at least 0
/// @param steps T, at least 1
/// @param shape of the way there
public record LambdaRamp(double lambda, int steps, Shape shape) {
  /// The weight in a step before T.
  public enum Shape {
    /// `lambda ((step + 1) / T)^2`, as in the code of SPLADE and of OpenSearch's models: the last
    /// step of the ramp has all of it.
    QUADRATIC,
    /// `lambda (step / T)^2`, as in sentence-transformers: the first step costs nothing. There T is
    /// [#third(int)].
    QUADRATIC_FROM_ZERO
  }

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

  /// A quadratic ramp.
  public LambdaRamp(double lambda, int steps) {
    this(lambda, steps, Shape.QUADRATIC);
  }

  /// The steps that sentence-transformers lets a ramp take: a third of all, rounded down, at least
  /// 1.
  ///
  /// @param steps of a run
  public static int third(int steps) {
    return Math.max(1, steps / 3);
  }

  /// The weight in a step.
  public double at(long step) {
    if (step >= steps) {
      return lambda;
    }
    double part = (double) (shape == Shape.QUADRATIC ? step + 1 : step) / steps;
    return lambda * (part * part);
  }
}

package dev.tern.encoder.training.optimiser;

import java.util.List;

/// Clipping by the norm over all parameters: `g <- g min(1, maxNorm / (norm + 1e-6))`.
///
/// @param maxNorm above 0; infinite for no clipping
public record Clipping(double maxNorm) {
  /// Gradients as they are.
  public static final Clipping NONE = new Clipping(Double.POSITIVE_INFINITY);

  /// Refuses a norm that is not above 0.
  public Clipping {
    if (!(maxNorm > 0)) {
      throw new IllegalArgumentException("a largest norm is above 0: maxNorm=" + maxNorm);
    }
  }

  /// The Euclidean norm of all gradients together, summed in double precision in the order of the
  /// parameters; NaN or infinite if one of them is.
  public static double norm(List<Parameter> parameters) {
    double sum = 0;
    for (Parameter parameter : parameters) {
      for (float g : parameter.gradients()) {
        sum += (double) g * g;
      }
    }
    return Math.sqrt(sum);
  }

  /// What gradients of this norm are multiplied by.
  public double factor(double norm) {
    return Math.min(1, maxNorm / (norm + 1e-6));
  }

  /// Clips the gradients.
  ///
  /// @return their norm before; if it is not finite they are left as they are
  public double apply(List<Parameter> parameters) {
    double norm = norm(parameters);
    double factor = factor(norm);
    if (factor < 1 && Double.isFinite(norm)) {
      for (Parameter parameter : parameters) {
        float[] gradients = parameter.gradients();
        for (int i = 0; i < gradients.length; i++) {
          gradients[i] = (float) (gradients[i] * factor);
        }
      }
    }
    return norm;
  }
}

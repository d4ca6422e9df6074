package dev.tern.encoder.training.optimiser;

import java.util.Arrays;
import java.util.Locale;

/// Weights that are trained, with their gradients.
public final class Parameter {
  private final String name;
  private final float[] values;
  private final float[] gradients;

  /// @param name what the checkpoint calls it, unique in a model
  /// @param values shared with the model
  public Parameter(String name, float[] values) {
    this.name = name;
    this.values = values;
    this.gradients = new float[values.length];
  }

  /// What the checkpoint calls it.
  public String name() {
    return name;
  }

  /// The weights, shared.
  public float[] values() {
    return values;
  }

  /// The gradients, shared, as many as weights.
  public float[] gradients() {
    return gradients;
  }

  /// Number of weights.
  public int size() {
    return values.length;
  }

  /// Sets all gradients to 0.
  public void clearGradients() {
    Arrays.fill(gradients, 0);
  }

  /// Whether this is a bias or belongs to a layer normalisation, by its name: these usually do not
  /// decay, since they are few and do not overfit.
  public boolean isBiasOrNorm() {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith("bias") || lower.contains("layernorm") || lower.contains("layer_norm");
  }
}

package dev.tern.encoder.training.loss;

import java.util.Arrays;

/// One weight for each token of the vocabulary, with its gradient.
///
/// Weights may be negative while they are trained: queries take `relu(idf_j)`.
public final class IdfTable {
  private final double[] weights;
  private final double[] gradients;

  /// @param weights by token id, copied
  public IdfTable(double[] weights) {
    this.weights = weights.clone();
    this.gradients = new double[weights.length];
  }

  /// A table of weights that are kept as floats, as the optimiser has them.
  public static IdfTable of(float[] weights) {
    double[] wide = new double[weights.length];
    Arrays.setAll(wide, id -> weights[id]);
    return new IdfTable(wide);
  }

  /// The table in which each of `size` tokens weighs 1: binary queries.
  public static IdfTable binary(int size) {
    double[] ones = new double[size];
    Arrays.fill(ones, 1);
    return new IdfTable(ones);
  }

  /// Number of tokens, V.
  public int size() {
    return weights.length;
  }

  /// The weight of token `id`.
  public double weight(int id) {
    return weights[id];
  }

  /// The gradient of the weight of token `id`.
  public double gradient(int id) {
    return gradients[id];
  }

  /// Adds to the gradient of token `id`.
  void addGradient(int id, double d) {
    gradients[id] += d;
  }

  /// Adds the gradients to those that the optimiser has, one for each token.
  public void addGradientsTo(float[] target) {
    for (int id = 0; id < gradients.length; id++) {
      target[id] += (float) gradients[id];
    }
  }

  /// Sets all gradients to 0.
  public void clearGradients() {
    Arrays.fill(gradients, 0);
  }
}

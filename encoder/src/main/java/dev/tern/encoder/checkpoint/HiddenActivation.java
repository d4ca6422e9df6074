package dev.tern.encoder.checkpoint;

import java.util.Optional;

/// The activation between the two matrices of a feed-forward block, and of the MLM head.
public enum HiddenActivation {
  /// `x / 2 (1 + erf(x / sqrt 2))`.
  GELU_ERF,
  /// `x / 2 (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3)))`.
  GELU_TANH,
  /// `max(x, 0)`.
  RELU;

  /// The activation that a `config.json` calls `name`, if it is one of these.
  static Optional<HiddenActivation> named(String name) {
    return switch (name) {
      case "gelu", "gelu_python" -> Optional.of(GELU_ERF);
      case "gelu_new", "gelu_fast", "gelu_pytorch_tanh", "gelu_python_tanh" ->
          Optional.of(GELU_TANH);
      case "relu" -> Optional.of(RELU);
      default -> Optional.empty();
    };
  }
}

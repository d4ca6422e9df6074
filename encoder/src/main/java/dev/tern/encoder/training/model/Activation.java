package dev.tern.encoder.training.model;

import dev.tern.encoder.checkpoint.HiddenActivation;
import dev.tern.encoder.kernel.ActivationGradient;
import dev.tern.encoder.kernel.Strip;

/// The activation of feed-forward blocks and of the head.
record Activation(HiddenActivation kind) {
  /// `x <- f(x)`.
  void forward(Strip x) {
    switch (kind) {
      case GELU_ERF -> x.geluErf();
      case GELU_TANH -> x.geluTanh();
      case RELU -> x.relu();
    }
  }

  /// `dy <- f'(x) dy`, `x <- f(x)`.
  void backward(Strip x, Strip dy) {
    switch (kind) {
      case GELU_ERF -> ActivationGradient.geluErf(x, dy);
      case GELU_TANH -> ActivationGradient.geluTanh(x, dy);
      case RELU -> ActivationGradient.relu(x, dy);
    }
  }
}

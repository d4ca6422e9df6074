package dev.tern.encoder.checkpoint;

/// What turns the largest logit of a vocabulary entry over the tokens of a text into its weight.
///
/// Both are 0 for logits up to 0 and grow with the logit, so they may be applied after the maximum.
public enum SpladeActivation {
  /// `ln(1 + max(x, 0))` (Formal et al., SPLADE v2, 2021). sentence-transformers calls it `relu`.
  LOG1P_RELU,
  /// `ln(1 + ln(1 + max(x, 0)))` (Geng et al., 2025: inference-free models of the third
  /// generation). sentence-transformers calls it `log1p_relu`.
  LOG1P_LOG1P_RELU
}

package dev.tern.bench.peers;

import java.util.Locale;

/// In which form ONNX Runtime is given a model.
public enum GraphStyle {
  /// The best that its own operators allow in float32: `Attention` with one product for query, key
  /// and value, `BiasGelu`, `SkipLayerNormalization`, and the maximum over the tokens taken before
  /// the activation.
  FUSED("ONNX Runtime, fused fp32"),
  /// As `torch.onnx.export` writes it and users run it: plain operators, the activation of all
  /// logits, times the mask, and then the maximum.
  PLAIN("ONNX Runtime, plain fp32"),
  /// [#FUSED] with every weight matrix in int8, a scale for each output, and the inputs of every
  /// product quantised to uint8 as they come (dynamic quantisation).
  INT8("ONNX Runtime, fused int8");

  private final String label;

  GraphStyle(String label) {
    this.label = label;
  }

  /// What it is called on the command line and in names of files.
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// What reports call it.
  public String label() {
    return label;
  }
}

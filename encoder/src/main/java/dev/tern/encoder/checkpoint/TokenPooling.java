package dev.tern.encoder.checkpoint;

/// How the hidden states of the tokens of a text become one dense vector.
public enum TokenPooling {
  /// The mean over all tokens, `[CLS]` and `[SEP]` included.
  MEAN,
  /// The hidden state of the first token, `[CLS]`.
  CLS
}

package dev.tern.encoder.model;

import dev.tern.encoder.checkpoint.Checkpoint;
import dev.tern.encoder.checkpoint.CheckpointException;
import dev.tern.encoder.checkpoint.HiddenActivation;
import dev.tern.encoder.checkpoint.ModelConfig;
import dev.tern.encoder.kernel.Matmul;
import dev.tern.encoder.kernel.Matrix;
import dev.tern.encoder.kernel.PackedMatrix;
import dev.tern.encoder.kernel.Strip;
import java.util.Arrays;
import java.util.Optional;

/// The head that scores every entry of the vocabulary, with the maximum over the tokens of a text
/// taken at once.
///
/// `transformed = LayerNorm(activation(transform(hidden)))`, [T x H]; `logits = transformed E^T +
/// b`, [T x V], E being the decoder weight [V x H]; `maxLogits[v] = max over the tokens of a text
/// of logits[., v]`.
///
/// The logits never exist: of a text of 256 tokens they are 31 MB. For each panel of the vocabulary
/// a strip of them is computed, its column maximum taken and the strip used again. The bias is
/// added after the maximum, which gives the same bits because rounding is monotone.
final class LanguageModelHead {
  /// Groups of fewer tokens are computed in full, because a chunk of 16 is bounded even where it
  /// has fewer rows: of splade-tiny, a text of 8 tokens takes 0.81 of the time with bounds, one of
  /// 16 tokens 0.46, one of 32 tokens 0.62 and one of 256 tokens 0.50.
  private static final int SKIPPING_TOKENS = 8;

  private final Linear transform;
  private final HiddenActivation activation;
  private final LayerNorm norm;
  private final PackedMatrix decoder;
  private final float[] bias; // [V]
  private final Skipping skipping;

  private LanguageModelHead(
      Linear transform,
      HiddenActivation activation,
      LayerNorm norm,
      PackedMatrix decoder,
      float[] bias) {
    this.transform = transform;
    this.activation = activation;
    this.norm = norm;
    this.decoder = decoder;
    this.bias = bias;
    this.skipping = new Skipping(decoder, bias);
  }

  static LanguageModelHead load(Checkpoint checkpoint, ModelConfig config, WeightNames names)
      throws CheckpointException {
    int h = config.hiddenSize();
    int v = config.vocabularySize();
    // A decoder in the file is used whatever the configuration says of tying; only where there is
    // none do the word embeddings serve.
    boolean tied = config.tieWordEmbeddings() && !checkpoint.has(names.decoder());
    String decoder = tied ? names.wordEmbeddings() : names.decoder();
    String bias =
        names.decoderBias().stream()
            .filter(checkpoint::has)
            .findFirst()
            .orElse(names.decoderBias().getFirst());
    return new LanguageModelHead(
        Linear.load(checkpoint, names.transform(), h, h),
        config.activation(),
        LayerNorm.load(checkpoint, names.transformNorm(), config),
        PackedWeights.read(checkpoint, v, h, decoder),
        checkpoint.read(bias, v));
  }

  /// The maximum over the tokens of each text of the logits, in [Activations#maxLogits]; negative
  /// infinity for a text without tokens.
  void forward(Activations a) {
    begin(a);
    a.meet();
    maxima(a);
  }

  /// As [#forward] where that is above 0 or NaN, negative infinity elsewhere; usually in less time,
  /// because logits that are [bounded][LogitBounds] by 0 are not computed.
  ///
  /// @param bounds what [Skipping#bounds] said, to all members of a team the same
  void forwardPositive(Activations a, Optional<LogitBounds> bounds) {
    begin(a);
    if (a.leads() && skips(a, bounds)) {
      for (int text = 0; text < a.texts(); text++) {
        Arrays.fill(a.maxLogits().of(text), Float.NEGATIVE_INFINITY);
      }
    }
    a.meet();
    if (!skips(a, bounds) || !skip(a, bounds.get())) {
      maxima(a);
      for (int text = 0; text < a.texts(); text++) {
        keepPositive(a, a.maxLogits().of(text));
      }
    }
  }

  /// Returns false where no bounds hold for the hidden states: to all members of a team the same.
  private boolean skip(Activations a, LogitBounds bounds) {
    if (!SkippingHead.prepare(bounds, a)) {
      return false;
    }
    SkippingHead.forward(bounds, a);
    skipping.count(bounds, a.skipping.pairs, a.skipping.computed);
    return true;
  }

  /// Lets what was computed in full teach what can be skipped. For the calling thread, after
  /// [#forwardPositive].
  void observe(Activations a, Optional<LogitBounds> bounds) {
    if (!skips(a, bounds)) {
      skipping.observe(a.transformed);
    }
  }

  private static boolean skips(Activations a, Optional<LogitBounds> bounds) {
    return bounds.isPresent() && a.transformed.rows() >= SKIPPING_TOKENS;
  }

  /// Whether and how the head skips.
  Skipping skipping() {
    return skipping;
  }

  /// Bounds of p dimensions, whether they pay or not.
  ///
  /// @param sample of transformed hidden states
  LogitBounds bounds(Matrix sample, int p) {
    return new BoundsFit(decoder, bias).fit(sample, p).orElseThrow();
  }

  /// The input of the decoder, for the rows of this member, and room for the results.
  private void begin(Activations a) {
    transform(a);
    if (a.leads()) {
      a.maxLogits().reserve(a.texts());
    }
  }

  /// The first column of the vocabulary that is this member's.
  private int firstColumn(Activations a) {
    return a.firstPanel(decoder) * PackedMatrix.PANEL;
  }

  /// The column after its last.
  private int endColumn(Activations a) {
    return Math.min(bias.length, a.endPanel(decoder) * PackedMatrix.PANEL);
  }

  private void keepPositive(Activations a, float[] maxLogits) {
    for (int v = firstColumn(a); v < endColumn(a); v++) {
      maxLogits[v] = maxLogits[v] <= 0 ? Float.NEGATIVE_INFINITY : maxLogits[v];
    }
  }

  private void maxima(Activations a) {
    a.left.pack(a.transformed, 0, a.transformed.rows(), 0, decoder.depth());
    // Panels outside: a panel stays in the second-level cache for all texts of the group.
    for (int panel = a.firstPanel(decoder); panel < a.endPanel(decoder); panel++) {
      for (int text = 0; text < a.texts(); text++) {
        maximum(a, text, panel, a.maxLogits().of(text));
      }
    }
  }

  /// `transformed <- LayerNorm(activation(transform(hidden)))`, [T x H].
  void transform(Activations a) {
    transform.forward(a, a.hidden, activation, a.transformed);
    norm.forward(a, a.transformed);
  }

  private void maximum(Activations a, int text, int panel, float[] maxLogits) {
    Arrays.fill(a.maximum, Float.NEGATIVE_INFINITY);
    int start = a.start(text);
    int length = a.length(text);
    for (int token = 0, rows; token < length; token += rows) {
      rows = Strip.next(length - token);
      Matmul.multiply(a.left, start + token, rows, decoder, panel, a.strip);
      a.strip.maximum(a.maximum);
    }
    int from = panel * PackedMatrix.PANEL;
    for (int i = 0; i < decoder.columns(panel); i++) {
      maxLogits[from + i] = a.maximum[i] + bias[from + i];
    }
  }
}

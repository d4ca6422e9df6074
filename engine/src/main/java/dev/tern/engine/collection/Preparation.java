package dev.tern.engine.collection;

import dev.tern.encoder.LongText;
import dev.tern.encoder.ModelSource;
import dev.tern.encoder.Pruning;
import dev.tern.encoder.QueryWeighting;
import dev.tern.encoder.SparseEncoder;
import dev.tern.encoder.checkpoint.LexicalFloor;
import dev.tern.encoder.tokenizer.Tokenizer;
import dev.tern.engine.IndexOptions;
import dev.tern.engine.format.PostingsLayout;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// What a new index needs before its first document: from what the user wants to how it is done.
///
/// @param description that the index records
/// @param material that the index keeps for its queries
/// @param tokenizer of the texts
/// @param encoder of documents, and of queries that go through the model; absent for lexical ones
record Preparation(
    IndexDescription description,
    QueryMaterial material,
    Tokenizer tokenizer,
    Optional<SparseEncoder> encoder) {
  /// BM25 weights lie in [0, 1], whatever the collection.
  private static final float LEXICAL_STEP = 1f / 255;

  static Preparation of(TextIndexOptions options) throws IOException {
    if (options.model().isEmpty()) {
      QueryMode mode = options.queries().orElse(QueryMode.LEXICAL);
      if (mode != QueryMode.LEXICAL) {
        throw new IllegalArgumentException(
            "queries that are " + mode + " need a model; name its directory with --model");
      }
      return lexical(options, new QueryMaterial(Map.of(), Optional.empty()));
    }
    // All that is needed of the model is read here.
    try (ModelSource.Opened opened = options.model().get().open()) {
      SparseModel model = SparseModel.open(options.model().get(), opened.directory());
      QueryMaterial tokenizerOnly = new QueryMaterial(model.tokenizerFiles(), Optional.empty());
      return options.queries().equals(Optional.of(QueryMode.LEXICAL))
          ? lexical(options, tokenizerOnly)
          : neural(options, model, tokenizerOnly);
    }
  }

  private static Preparation lexical(TextIndexOptions options, QueryMaterial material)
      throws IOException {
    return new Preparation(
        new IndexDescription(
            QueryMode.LEXICAL,
            Optional.empty(),
            0,
            new LongText.Truncate(),
            "",
            "",
            options.bm25()),
        material,
        material.tokenizer(),
        Optional.empty());
  }

  private static Preparation neural(
      TextIndexOptions options, SparseModel model, QueryMaterial tokenizerOnly) throws IOException {
    SparseEncoder encoder = model.encoder(options);
    try {
      return neural(options, model, tokenizerOnly, encoder);
    } catch (IOException | RuntimeException e) {
      encoder.close();
      throw e;
    }
  }

  private static Preparation neural(
      TextIndexOptions options,
      SparseModel model,
      QueryMaterial tokenizerOnly,
      SparseEncoder encoder)
      throws IOException {
    Tokenizer tokenizer = encoder.tokenizer(); // not read a second time
    Optional<QueryWeighting> weighting =
        model
            .queryWeighting(options.idf(), tokenizer.vocabulary())
            .map(each -> options.expansion() ? each : each.withoutExpansion());
    QueryMode mode =
        options
            .queries()
            .orElse(weighting.isPresent() ? QueryMode.INFERENCE_FREE : QueryMode.SIAMESE);
    if (mode == QueryMode.INFERENCE_FREE && weighting.isEmpty()) {
      throw new IOException(
          model.source()
              + " has no query weights for inference-free queries; name a file of them with --idf,"
              + " or use --queries siamese");
    }
    QueryMaterial material =
        mode == QueryMode.INFERENCE_FREE
            ? new QueryMaterial(tokenizerOnly.tokenizerFiles(), weighting)
            : tokenizerOnly;
    IndexDescription description =
        new IndexDescription(
            mode,
            Optional.of(model.identity()),
            model.maxTokens(options),
            options.longText().orElse(new LongText.Truncate()),
            options.pruning().map(Pruning::toString).orElse(""),
            encoder.floor().map(LexicalFloor::toString).orElse(""),
            options.bm25());
    return new Preparation(description, material, tokenizer, Optional.of(encoder));
  }

  /// How documents become vectors.
  ///
  /// @param properties of the index to which they are added
  DocumentSide documents(Map<String, String> properties) {
    if (encoder.isPresent()) {
      return new NeuralDocuments(encoder.get());
    }
    String average = properties.get(LexicalDocuments.AVERAGE_LENGTH);
    return new LexicalDocuments(
        tokenizer,
        description.bm25(),
        average == null ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(average)));
  }

  /// Closes the encoder, if there is one and nobody else will.
  void close() {
    encoder.ifPresent(SparseEncoder::close);
  }

  /// How the vectors are kept.
  ///
  /// @param wishes of the user
  IndexOptions indexOptions(TextIndexOptions wishes) {
    IndexOptions options =
        IndexOptions.defaults()
            .withReordering(true)
            .withImpactBits(wishes.impactBits())
            .withLayout(wishes.layout().orElse(PostingsLayout.HYBRID))
            .withForwardStore(wishes.forwardStore())
            .withThreads(
                wishes.threads().orElseGet(() -> Runtime.getRuntime().availableProcessors()));
    return encoder.isPresent() ? options : options.withStep(LEXICAL_STEP);
  }
}

package dev.tern.engine.collection;

import dev.tern.encoder.BundledModel;
import dev.tern.encoder.LongText;
import dev.tern.encoder.ModelSource;
import dev.tern.encoder.Pruning;
import dev.tern.engine.format.CodeBook;
import dev.tern.engine.format.PostingsLayout;
import java.nio.file.Path;
import java.util.Optional;

/// How the texts of a new index become vectors.
///
/// @param model where a sparse encoder is; without one documents and queries are lexical
/// @param queries how queries become vectors; by default as the model is made for: inference-free
///   if it or `idf` has query weights, else siamese; lexical without a model. With a model,
///   `LEXICAL` takes its vocabulary only
/// @param idf file of query weights, `{"token": weight}`, instead of those of the model
/// @param bm25 constants of the lexical mode
/// @param maxTokens most tokens that the model reads at once, special ones included
/// @param longText what becomes of a text of more tokens; by default it is truncated
/// @param pruning of the weights that the model gives a document
/// @param floor whether documents get the lexical floor of the model, if it has one
/// @param expansion whether tokens of queries stand for others as the model says, if it does
/// @param threads that encode; by default one for each core
/// @param impactBits of the impacts in the index, see
///   [IndexOptions][dev.tern.engine.IndexOptions#impactBits()]
/// @param layout in which order postings are kept; by default in windows of documents
/// @param forwardStore whether the weights are kept as the model gives them, beside their impacts
public record TextIndexOptions(
    Optional<ModelSource> model,
    Optional<QueryMode> queries,
    Optional<Path> idf,
    Bm25 bm25,
    Optional<Integer> maxTokens,
    Optional<LongText> longText,
    Optional<Pruning> pruning,
    boolean floor,
    boolean expansion,
    Optional<Integer> threads,
    int impactBits,
    Optional<PostingsLayout> layout,
    boolean forwardStore) {

  /// Checks the values.
  public TextIndexOptions {
    if (!CodeBook.isBits(impactBits)) {
      throw new IllegalArgumentException("impacts have 4, 6 or 8 bits: impactBits=" + impactBits);
    }
  }

  /// BM25 with the bundled vocabulary: no model, nothing to configure.
  public static TextIndexOptions lexical() {
    return new TextIndexOptions(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Bm25.DEFAULT,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        true,
        true,
        Optional.empty(),
        Byte.SIZE,
        Optional.empty(),
        false);
  }

  /// The sparse encoder in `directory`, queries as it is made for.
  public static TextIndexOptions model(Path directory) {
    return model(new ModelSource.Directory(directory));
  }

  /// A sparse encoder, queries as it is made for.
  public static TextIndexOptions model(ModelSource model) {
    TextIndexOptions lexical = lexical();
    return new TextIndexOptions(
        Optional.of(model),
        lexical.queries,
        lexical.idf,
        lexical.bm25,
        lexical.maxTokens,
        lexical.longText,
        lexical.pruning,
        lexical.floor,
        lexical.expansion,
        lexical.threads,
        lexical.impactBits,
        lexical.layout,
        lexical.forwardStore);
  }

  /// What Tern does unless told otherwise: the model that is published with it where that is on the
  /// class path, else lexical.
  public static TextIndexOptions standard() {
    return BundledModel.isPresent() ? model(new ModelSource.Bundled()) : lexical();
  }

  /// The same with queries that become vectors in another way.
  public TextIndexOptions withQueries(QueryMode mode) {
    return new TextIndexOptions(
        model,
        Optional.of(mode),
        idf,
        bm25,
        maxTokens,
        longText,
        pruning,
        floor,
        expansion,
        threads,
        impactBits,
        layout,
        forwardStore);
  }

  /// The same with query weights from a file.
  public TextIndexOptions withIdf(Path file) {
    return new TextIndexOptions(
        model,
        queries,
        Optional.of(file),
        bm25,
        maxTokens,
        longText,
        pruning,
        floor,
        expansion,
        threads,
        impactBits,
        layout,
        forwardStore);
  }

  /// The same with another limit of tokens.
  public TextIndexOptions withMaxTokens(int tokens) {
    return new TextIndexOptions(
        model,
        queries,
        idf,
        bm25,
        Optional.of(tokens),
        longText,
        pruning,
        floor,
        expansion,
        threads,
        impactBits,
        layout,
        forwardStore);
  }

  /// The same, treating texts of more tokens in another way.
  public TextIndexOptions withLongText(LongText longText) {
    return new TextIndexOptions(
        model,
        queries,
        idf,
        bm25,
        maxTokens,
        Optional.of(longText),
        pruning,
        floor,
        expansion,
        threads,
        impactBits,
        layout,
        forwardStore);
  }

  /// The same, with the lexical floor of the model or without.
  public TextIndexOptions withFloor(boolean floor) {
    return new TextIndexOptions(
        model,
        queries,
        idf,
        bm25,
        maxTokens,
        longText,
        pruning,
        floor,
        expansion,
        threads,
        impactBits,
        layout,
        forwardStore);
  }

  /// The same, with the expansion of the model or without.
  public TextIndexOptions withExpansion(boolean expansion) {
    return new TextIndexOptions(
        model,
        queries,
        idf,
        bm25,
        maxTokens,
        longText,
        pruning,
        floor,
        expansion,
        threads,
        impactBits,
        layout,
        forwardStore);
  }

  /// The same with another number of threads that encode.
  public TextIndexOptions withThreads(int threads) {
    return new TextIndexOptions(
        model,
        queries,
        idf,
        bm25,
        maxTokens,
        longText,
        pruning,
        floor,
        expansion,
        Optional.of(threads),
        impactBits,
        layout,
        forwardStore);
  }

  /// The same with impacts of another width in the index: 4, 6 or 8 bits.
  public TextIndexOptions withImpactBits(int newImpactBits) {
    return new TextIndexOptions(
        model,
        queries,
        idf,
        bm25,
        maxTokens,
        longText,
        pruning,
        floor,
        expansion,
        threads,
        newImpactBits,
        layout,
        forwardStore);
  }

  /// The same with postings in another order.
  public TextIndexOptions withLayout(PostingsLayout newLayout) {
    return new TextIndexOptions(
        model,
        queries,
        idf,
        bm25,
        maxTokens,
        longText,
        pruning,
        floor,
        expansion,
        threads,
        impactBits,
        Optional.of(newLayout),
        forwardStore);
  }

  /// The same with a forward store, or without; see [dev.tern.engine.IndexOptions].
  public TextIndexOptions withForwardStore(boolean newForwardStore) {
    return new TextIndexOptions(
        model,
        queries,
        idf,
        bm25,
        maxTokens,
        longText,
        pruning,
        floor,
        expansion,
        threads,
        impactBits,
        layout,
        newForwardStore);
  }
}

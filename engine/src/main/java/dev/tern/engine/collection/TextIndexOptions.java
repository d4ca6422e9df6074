package dev.tern.engine.collection;

import dev.tern.encoder.BundledModel;
import dev.tern.encoder.LongText;
import dev.tern.encoder.ModelSource;
import dev.tern.encoder.Pruning;
import dev.tern.engine.format.CodeBook;
import dev.tern.engine.format.PostingsLayout;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

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
/// @param threads that encode and make segments; by default one for each core
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
    return lexical().with(draft -> draft.model = Optional.of(model));
  }

  /// What Tern does unless told otherwise: the model that is published with it where that is on the
  /// class path, else lexical.
  public static TextIndexOptions standard() {
    return BundledModel.isPresent() ? model(new ModelSource.Bundled()) : lexical();
  }

  /// The same with queries that become vectors in another way.
  public TextIndexOptions withQueries(QueryMode mode) {
    return with(draft -> draft.queries = Optional.of(mode));
  }

  /// The same with query weights from a file.
  public TextIndexOptions withIdf(Path file) {
    return with(draft -> draft.idf = Optional.of(file));
  }

  /// The same with another limit of tokens.
  public TextIndexOptions withMaxTokens(int tokens) {
    return with(draft -> draft.maxTokens = Optional.of(tokens));
  }

  /// The same, treating texts of more tokens in another way.
  public TextIndexOptions withLongText(LongText newLongText) {
    return with(draft -> draft.longText = Optional.of(newLongText));
  }

  /// The same, with the lexical floor of the model or without.
  public TextIndexOptions withFloor(boolean newFloor) {
    return with(draft -> draft.floor = newFloor);
  }

  /// The same, with the expansion of the model or without.
  public TextIndexOptions withExpansion(boolean newExpansion) {
    return with(draft -> draft.expansion = newExpansion);
  }

  /// The same with another number of threads that encode and make segments.
  public TextIndexOptions withThreads(int count) {
    return with(draft -> draft.threads = Optional.of(count));
  }

  /// The same with impacts of another width in the index: 4, 6 or 8 bits.
  public TextIndexOptions withImpactBits(int bits) {
    return with(draft -> draft.impactBits = bits);
  }

  /// The same with postings in another order.
  public TextIndexOptions withLayout(PostingsLayout newLayout) {
    return with(draft -> draft.layout = Optional.of(newLayout));
  }

  /// The same with a forward store, or without; see [dev.tern.engine.IndexOptions].
  public TextIndexOptions withForwardStore(boolean isKept) {
    return with(draft -> draft.forwardStore = isKept);
  }

  private TextIndexOptions with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.options();
  }

  /// The same components, to be changed one by one.
  private static final class Draft {
    private Optional<ModelSource> model;
    private Optional<QueryMode> queries;
    private Optional<Path> idf;
    private Bm25 bm25;
    private Optional<Integer> maxTokens;
    private Optional<LongText> longText;
    private Optional<Pruning> pruning;
    private boolean floor;
    private boolean expansion;
    private Optional<Integer> threads;
    private int impactBits;
    private Optional<PostingsLayout> layout;
    private boolean forwardStore;

    Draft(TextIndexOptions options) {
      this.model = options.model;
      this.queries = options.queries;
      this.idf = options.idf;
      this.bm25 = options.bm25;
      this.maxTokens = options.maxTokens;
      this.longText = options.longText;
      this.pruning = options.pruning;
      this.floor = options.floor;
      this.expansion = options.expansion;
      this.threads = options.threads;
      this.impactBits = options.impactBits;
      this.layout = options.layout;
      this.forwardStore = options.forwardStore;
    }

    TextIndexOptions options() {
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
  }
}

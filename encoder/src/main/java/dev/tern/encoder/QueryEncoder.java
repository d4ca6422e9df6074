package dev.tern.encoder;

import dev.tern.encoder.checkpoint.CheckpointException;
import dev.tern.encoder.checkpoint.ModelDirectory;
import dev.tern.encoder.checkpoint.RetrievalConfig;
import dev.tern.encoder.checkpoint.TableSide;
import dev.tern.encoder.checkpoint.TransformerSide;
import dev.tern.encoder.tokenizer.Tokenizer;
import dev.tern.encoder.tokenizer.TokenizerFiles;
import dev.tern.encoder.tokenizer.TokenizerOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// Query to sparse vector: by a table and nothing else (inference-free), or through the model that
/// encodes the documents (siamese).
///
/// Inference-free, the vector of a query has an entry for each distinct token, and its weight is
/// that of the table: `q_j = table_j` if `j` occurs, else 0. A model directory may add to that what
/// [QueryWeighting] says: tokens count more often, or stand for a few others too. No special tokens
/// are added. An empty query has the empty vector.
///
/// Safe for use by several threads.
public final class QueryEncoder implements AutoCloseable {
  private final Tokenizer tokenizer;
  private final Pruning pruning;
  private final Encoding encoding;
  private final Optional<SparseEncoder> owned;

  /// From a query to its vector before pruning.
  private interface Encoding {
    SparseVector encode(String query);
  }

  private QueryEncoder(
      Tokenizer tokenizer, Pruning pruning, Encoding encoding, Optional<SparseEncoder> owned) {
    this.tokenizer = tokenizer;
    this.pruning = pruning;
    this.encoding = encoding;
    this.owned = owned;
  }

  /// Loads the query side of a model directory: inference-free if it has a table of query weights,
  /// else siamese. For the first a table and a tokenizer are all that is read.
  ///
  /// @throws CheckpointException if something in the directory is not as it should be
  /// @throws IOException if a file cannot be read
  public static QueryEncoder load(Path directory) throws IOException {
    return load(directory, QueryOptions.DEFAULT);
  }

  /// Loads the query side of a model directory with options.
  ///
  /// @throws CheckpointException if something in the directory is not as it should be
  /// @throws IOException if a file cannot be read
  public static QueryEncoder load(Path directory, QueryOptions options) throws IOException {
    ModelDirectory model = ModelDirectory.open(directory);
    return switch (model.querySide()) {
      case TableSide side -> load(model, side, options);
      case TransformerSide side -> load(side, options);
    };
  }

  /// Loads the query side of the model that is published with Tern.
  ///
  /// @throws CheckpointException if its artifact is not on the class path, or damaged
  /// @throws IOException if its files cannot be unpacked
  public static QueryEncoder bundled() throws IOException {
    return bundled(QueryOptions.DEFAULT);
  }

  /// Loads the query side of the model that is published with Tern, with options.
  ///
  /// @throws CheckpointException if its artifact is not on the class path, or damaged
  /// @throws IOException if its files cannot be unpacked
  public static QueryEncoder bundled(QueryOptions options) throws IOException {
    try (ModelSource.Opened model = BundledModel.unpack()) {
      return load(model.directory(), options);
    }
  }

  private static QueryEncoder load(ModelDirectory model, TableSide side, QueryOptions options)
      throws IOException {
    Tokenizer tokenizer =
        TokenizerFiles.read(side.tokenizer(), new TokenizerOptions(options.specialTokensInText()));
    QueryTable table = QueryTable.read(side.file(), tokenizer.vocabulary());
    QueryWeighting weighting = QueryWeighting.read(model, table, tokenizer.vocabulary());
    QueryOptions resolved =
        options.maxTokens().isPresent() ? options : options.withMaxTokens(side.maxTokens());
    return inferenceFree(tokenizer, weighting, resolved);
  }

  private static QueryEncoder load(TransformerSide side, QueryOptions options) throws IOException {
    SparseOptions sparse =
        SparseOptions.DEFAULT
            .withKeepSpecialTokens(options.keepSpecialTokens())
            .withSpecialTokensInText(options.specialTokensInText());
    if (options.maxTokens().isPresent()) {
      sparse = sparse.withMaxTokens(options.maxTokens().getAsInt());
    }
    SparseEncoder encoder = SparseEncoder.load(side, RetrievalConfig.NONE, sparse);
    return new QueryEncoder(
        encoder.tokenizer(), options.pruning(), encoder::unpruned, Optional.of(encoder));
  }

  /// Encodes by a table, with the default options.
  ///
  /// @throws IllegalArgumentException if the table is smaller than the vocabulary
  public static QueryEncoder inferenceFree(Tokenizer tokenizer, QueryTable table) {
    return inferenceFree(tokenizer, table, QueryOptions.DEFAULT);
  }

  /// Encodes by a table. Whether special tokens are read from queries is the tokenizer's matter
  /// here and not that of the options.
  ///
  /// @throws IllegalArgumentException if the table is smaller than the vocabulary
  public static QueryEncoder inferenceFree(
      Tokenizer tokenizer, QueryTable table, QueryOptions options) {
    return inferenceFree(tokenizer, QueryWeighting.of(table), options);
  }

  /// Encodes by a table, with tokens that count more often or stand for others. Whether special
  /// tokens are read from queries is the tokenizer's matter here and not that of the options.
  ///
  /// @throws IllegalArgumentException if the table is smaller than the vocabulary, or the expansion
  ///   larger
  public static QueryEncoder inferenceFree(
      Tokenizer tokenizer, QueryWeighting weighting, QueryOptions options) {
    QueryTable table = weighting.table();
    int size = tokenizer.vocabulary().size();
    if (table.size() < size) {
      throw new IllegalArgumentException(
          "every token needs a weight: tokens=" + size + " weights=" + table.size());
    }
    float[] weights = new float[size];
    for (int id = 0; id < size; id++) {
      boolean counts = options.keepSpecialTokens() || !tokenizer.isSpecial(id);
      weights[id] = counts ? table.weight(id) : 0;
    }
    int maxTokens = options.maxTokens().orElse(Integer.MAX_VALUE);
    ExpansionTable expansion = options.expansion() ? weighting.expansion() : ExpansionTable.none();
    expansion.requireRows(size);
    TableEncoding encoding = new TableEncoding(weights, weighting.repetition(), expansion);
    return new QueryEncoder(
        tokenizer,
        options.pruning(),
        query -> encoding.vector(tokenizer.encodePlain(query, maxTokens)),
        Optional.empty());
  }

  /// Encodes by the table in which every token weighs 1.
  public static QueryEncoder binary(Tokenizer tokenizer) {
    return inferenceFree(tokenizer, QueryTable.binary(tokenizer.vocabulary().size()));
  }

  /// Encodes queries as `encoder` does documents, except that they are not pruned. The encoder is
  /// not closed with this one.
  public static QueryEncoder siamese(SparseEncoder encoder) {
    return siamese(encoder, new Pruning.None());
  }

  /// Encodes queries as `encoder` does documents, with a pruning of their own. The encoder is not
  /// closed with this one.
  public static QueryEncoder siamese(SparseEncoder encoder, Pruning pruning) {
    return new QueryEncoder(encoder.tokenizer(), pruning, encoder::unpruned, Optional.empty());
  }

  /// The tokenizer, whose vocabulary names the ids of the vectors.
  public Tokenizer tokenizer() {
    return tokenizer;
  }

  /// The vector of a query.
  public SparseVector encode(String query) {
    return pruning.apply(encoding.encode(query));
  }

  /// Lets go of a model that was loaded with this encoder.
  @Override
  public void close() {
    owned.ifPresent(SparseEncoder::close);
  }
}

package dev.tern.encoder.training.teacher;

import dev.tern.encoder.Batching;
import dev.tern.encoder.DenseEncoder;
import dev.tern.encoder.DenseOptions;
import dev.tern.encoder.QueryEncoder;
import dev.tern.encoder.SparseEncoder;
import dev.tern.encoder.SparseOptions;
import dev.tern.encoder.SparseVector;
import dev.tern.encoder.checkpoint.ModelDirectory;
import dev.tern.encoder.checkpoint.TableSide;
import dev.tern.encoder.training.data.Example;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A model that teaches by the products of its vectors, which are kept in a cache on disk.
///
/// One thread at a time; the encoder has its own workers.
public final class ModelTeacher implements ScoreSource, Closeable {
  private final ScoreSource scores;
  private final CachedVectors<?> vectors;
  private final Optional<QueryEncoder> queries;

  /// Where a teacher's vectors are kept and how they are made.
  ///
  /// @param cache directory of the caches
  /// @param maxTokens of a text; empty for what the model says
  /// @param threads that encode
  public record Settings(Path cache, Optional<Integer> maxTokens, int threads) {}

  private ModelTeacher(
      ScoreSource scores, CachedVectors<?> vectors, Optional<QueryEncoder> queries) {
    this.scores = scores;
    this.vectors = vectors;
    this.queries = queries;
  }

  /// A dense encoder: `s = q . d` of its vectors, both sides through the model.
  ///
  /// @throws IOException if the directory is no model, or its cache cannot be opened
  public static ModelTeacher dense(Path directory, Settings settings) throws IOException {
    Path file = cacheFile(directory, settings, "dense");
    CachedVectors<float[]> vectors =
        new CachedVectors<>(
            VectorCache.open(file, VectorCoding.DENSE), () -> denseModel(directory, settings));
    return new ModelTeacher(
        new VectorScores<>(vectors, vectors, VectorScores::dot), vectors, Optional.empty());
  }

  private static CachedVectors.Model<float[]> denseModel(Path directory, Settings settings)
      throws IOException {
    DenseOptions options = DenseOptions.DEFAULT.withBatching(Batching.of(settings.threads()));
    if (settings.maxTokens().isPresent()) {
      options = options.withMaxTokens(settings.maxTokens().get());
    }
    DenseEncoder encoder = DenseEncoder.load(directory, options);
    return new CachedVectors.Model<>() {
      @Override
      public List<float[]> encode(List<String> texts) {
        return encoder.encodeAll(texts);
      }

      @Override
      public void close() {
        encoder.close();
      }
    };
  }

  /// A sparse encoder: `s = q . d`, queries by the table of the model if it has one, else through
  /// the model that encodes the documents.
  ///
  /// @throws IOException if the directory is no model, or its cache cannot be opened
  public static ModelTeacher sparse(Path directory, Settings settings) throws IOException {
    Path file = cacheFile(directory, settings, "sparse");
    Optional<QueryEncoder> queries =
        ModelDirectory.open(directory).querySide() instanceof TableSide
            ? Optional.of(QueryEncoder.load(directory))
            : Optional.empty();
    CachedVectors<SparseVector> documents =
        new CachedVectors<>(
            VectorCache.open(file, VectorCoding.SPARSE), () -> sparseModel(directory, settings));
    VectorScores.Vectors<SparseVector> asked =
        queries.isEmpty()
            ? documents
            : passages -> passages.stream().map(q -> queries.get().encode(q.text())).toList();
    return new ModelTeacher(
        new VectorScores<>(asked, documents, SparseVector::dot), documents, queries);
  }

  private static CachedVectors.Model<SparseVector> sparseModel(Path directory, Settings settings)
      throws IOException {
    SparseOptions options = SparseOptions.DEFAULT.withBatching(Batching.of(settings.threads()));
    if (settings.maxTokens().isPresent()) {
      options = options.withMaxTokens(settings.maxTokens().get());
    }
    SparseEncoder encoder = SparseEncoder.load(directory, options);
    return new CachedVectors.Model<>() {
      @Override
      public List<SparseVector> encode(List<String> texts) {
        return encoder.encodeAll(texts);
      }

      @Override
      public void close() {
        encoder.close();
      }
    };
  }

  /// Other weights, another tokenizer or another limit of tokens have another file.
  private static Path cacheFile(Path directory, Settings settings, String kind) throws IOException {
    String limit = settings.maxTokens().map(tokens -> "-" + tokens).orElse("");
    return settings
        .cache()
        .resolve(kind + limit + "-" + ModelFingerprint.of(directory).substring(0, 16) + ".vectors");
  }

  @Override
  public double[] scores(Example example) throws IOException {
    return scores.scores(example);
  }

  /// Whether queries go through the model too, so that their vectors are worth keeping.
  public boolean keepsQueries() {
    return queries.isEmpty();
  }

  /// Makes the vectors of texts that are not in the cache.
  ///
  /// @return how many were not
  public int fill(List<String> texts) throws IOException {
    return vectors.fill(texts);
  }

  @Override
  public void close() throws IOException {
    queries.ifPresent(QueryEncoder::close);
    vectors.close();
  }
}

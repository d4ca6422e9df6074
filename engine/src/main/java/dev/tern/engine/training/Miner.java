package dev.tern.engine.training;

import dev.tern.encoder.Batching;
import dev.tern.encoder.DenseEncoder;
import dev.tern.encoder.DenseOptions;
import dev.tern.encoder.training.config.MiningConfig;
import dev.tern.engine.collection.DenseIndex;
import dev.tern.engine.collection.Document;
import dev.tern.engine.collection.TextIndexOptions;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Searches the documents of the training data.
interface Miner extends Closeable {
  /// A document that was found.
  ///
  /// @param key of it
  /// @param score for the query
  record Found(String key, double score) {}

  /// A query that was put.
  interface Question {
    /// The best documents, best first.
    List<Found> best(int k) throws IOException;

    /// The score of one document.
    double score(String key) throws IOException;
  }

  /// Puts a query.
  Question ask(String query);

  /// Told how many documents can be searched so far.
  interface Progress {
    void at(long documents);
  }

  /// Indexes documents as a configuration asks for it.
  ///
  /// @param folder for files, which is gone when they are not needed any more
  static Miner of(
      MiningConfig.Miner config,
      Iterable<Document> documents,
      Path folder,
      int threads,
      Progress progress)
      throws IOException {
    return switch (config.kind()) {
      case BM25 -> IndexMiner.of(TextIndexOptions.lexical(), documents, folder, progress);
      case SPARSE -> {
        TextIndexOptions options = TextIndexOptions.model(config.path().orElseThrow());
        if (config.maxTokens().isPresent()) {
          options = options.withMaxTokens(config.maxTokens().get());
        }
        yield IndexMiner.of(options.withThreads(threads), documents, folder, progress);
      }
      case DENSE -> dense(config, documents, threads, progress);
    };
  }

  private static Miner dense(
      MiningConfig.Miner config, Iterable<Document> documents, int threads, Progress progress)
      throws IOException {
    DenseOptions options = DenseOptions.DEFAULT.withBatching(Batching.of(threads));
    if (config.maxTokens().isPresent()) {
      options = options.withMaxTokens(config.maxTokens().get());
    }
    DenseEncoder encoder = DenseEncoder.load(config.path().orElseThrow(), options);
    return new DenseMiner(encoder, DenseIndex.build(encoder, documents, progress::at));
  }
}

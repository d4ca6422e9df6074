package dev.tern.engine.training;

import dev.tern.engine.SearchOptions;
import dev.tern.engine.collection.Document;
import dev.tern.engine.collection.TextIndex;
import dev.tern.engine.collection.TextIndexOptions;
import dev.tern.engine.collection.TextIndexWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Searches an index of words or of sparse vectors.
///
/// @param index closed with this
record IndexMiner(TextIndex index) implements Miner {
  /// @param folder in which the index is made
  static IndexMiner of(
      TextIndexOptions options, Iterable<Document> documents, Path folder, Progress progress)
      throws IOException {
    Path directory = folder.resolve("index");
    long[] done = {0};
    try (TextIndexWriter writer = TextIndexWriter.create(directory, options)) {
      writer.add(documents, (document, vector) -> progress.at(++done[0]));
      writer.commit();
    }
    return new IndexMiner(TextIndex.open(directory));
  }

  @Override
  public Question ask(String query) {
    return new Question() {
      @Override
      public List<Found> best(int k) throws IOException {
        return index.search(query, SearchOptions.top(k)).hits().stream()
            .map(hit -> new Found(hit.key(), hit.score()))
            .toList();
      }

      @Override
      public double score(String key) throws IOException {
        return index.explain(query, key).score();
      }
    };
  }

  @Override
  public void close() throws IOException {
    index.close();
  }
}

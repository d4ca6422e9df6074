package dev.tern.encoder.training.teacher;

import dev.tern.encoder.training.data.Passage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Vectors of texts out of a cache; those that are missing are made by a model and kept.
///
/// The model is loaded when the first text is missing. Vectors are the same whether they were in
/// the cache or not.
///
/// @param <V> kind of vector
final class CachedVectors<V> implements VectorScores.Vectors<V>, AutoCloseable {
  /// A model that makes vectors.
  ///
  /// @param <V> kind of vector
  interface Model<V> extends AutoCloseable {
    /// The vectors of texts, in their order.
    List<V> encode(List<String> texts);

    @Override
    void close();
  }

  /// Loads a model.
  ///
  /// @param <V> kind of vector
  @FunctionalInterface
  interface Loading<V> {
    /// The model, closed by who asked for it.
    Model<V> load() throws IOException;
  }

  private final VectorCache<V> cache;
  private final Loading<V> loading;
  private Optional<Model<V>> model = Optional.empty();

  CachedVectors(VectorCache<V> cache, Loading<V> loading) {
    this.cache = cache;
    this.loading = loading;
  }

  @Override
  public List<V> of(List<Passage> passages) throws IOException {
    List<Optional<V>> found = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (Passage passage : passages) {
      found.add(cache.get(TextHash.of(passage.text())));
      if (found.getLast().isEmpty()) {
        missing.add(passage.text());
      }
    }
    List<V> made = missing.isEmpty() ? List.of() : model().encode(missing);
    List<V> vectors = new ArrayList<>();
    int next = 0;
    for (int i = 0; i < found.size(); i++) {
      vectors.add(
          found.get(i).isPresent()
              ? found.get(i).get()
              : cache.put(TextHash.of(passages.get(i).text()), made.get(next++)));
    }
    return vectors;
  }

  /// Fills the cache with the vectors of texts.
  ///
  /// @return how many were missing
  int fill(List<String> texts) throws IOException {
    List<String> missing = new ArrayList<>();
    for (String text : texts) {
      if (!cache.has(TextHash.of(text))) {
        missing.add(text);
      }
    }
    List<V> made = missing.isEmpty() ? List.of() : model().encode(missing);
    for (int i = 0; i < made.size(); i++) {
      cache.put(TextHash.of(missing.get(i)), made.get(i));
    }
    return missing.size();
  }

  private Model<V> model() throws IOException {
    if (model.isEmpty()) {
      model = Optional.of(loading.load());
    }
    return model.get();
  }

  @Override
  public void close() throws IOException {
    model.ifPresent(Model::close);
    cache.close();
  }
}

package dev.tern.encoder.training.teacher;

import dev.tern.encoder.training.data.Example;
import dev.tern.encoder.training.data.Passage;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleBiFunction;

/// Scores as products of vectors, dense or sparse, computed now or looked up.
///
/// @param queries vectors of queries
/// @param documents vectors of documents
/// @param product of a query's and a document's, usually the dot product
/// @param <V> kind of vector
public record VectorScores<V>(
    Vectors<V> queries, Vectors<V> documents, ToDoubleBiFunction<V, V> product)
    implements ScoreSource {
  /// Vectors of texts.
  ///
  /// @param <V> kind of vector
  @FunctionalInterface
  public interface Vectors<V> {
    /// The vectors of texts, in their order.
    ///
    /// @throws IOException if there is none for one of them
    List<V> of(List<Passage> passages) throws IOException;
  }

  @Override
  public double[] scores(Example example) throws IOException {
    V query = queries.of(List.of(example.query())).getFirst();
    return documents.of(example.documents()).stream()
        .mapToDouble(document -> product.applyAsDouble(query, document))
        .toArray();
  }

  /// The dot product of dense vectors, in double precision.
  public static double dot(float[] a, float[] b) {
    Objects.checkFromIndexSize(0, a.length, b.length);
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}

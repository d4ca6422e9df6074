package dev.tern.engine.collection;

import dev.tern.encoder.DenseEncoder;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.LongConsumer;

/// Documents as dense vectors in memory, each of which is compared with the query.
///
/// This is the plain definition of dense retrieval, for teachers and for comparison; its cost grows
/// with the number of documents. Immutable.
public final class DenseIndex {
  private final DenseEncoder encoder;
  private final List<String> keys;
  private final Map<String, Integer> places = new HashMap<>();
  private final List<float[]> vectors;

  private DenseIndex(DenseEncoder encoder, List<String> keys, List<float[]> vectors) {
    this.encoder = encoder;
    this.keys = keys;
    this.vectors = vectors;
    for (int place = 0; place < keys.size(); place++) {
      places.put(keys.get(place), place);
    }
  }

  /// Encodes documents.
  ///
  /// @param encoder for documents and queries; stays open while the index is used
  /// @param progress told how many documents are done
  /// @throws UncheckedIOException if a document cannot be read
  public static DenseIndex build(
      DenseEncoder encoder, Iterable<Document> documents, LongConsumer progress) {
    List<String> keys = new ArrayList<>();
    List<float[]> vectors = new ArrayList<>();
    Iterator<Document> iterator = documents.iterator();
    Iterator<String> texts =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return iterator.hasNext();
          }

          @Override
          public String next() {
            Document document = iterator.next();
            keys.add(document.key());
            return document.content();
          }
        };
    encoder.encodeAll(
        texts,
        vector -> {
          vectors.add(vector);
          progress.accept(vectors.size());
        });
    return new DenseIndex(encoder, keys, vectors);
  }

  /// Number of documents.
  public int size() {
    return vectors.size();
  }

  /// A document that was found.
  ///
  /// @param key of the document
  /// @param score the dot product with the query
  public record Neighbour(String key, float score) {}

  /// Whether there is a document with this key.
  public boolean contains(String key) {
    return places.containsKey(key);
  }

  /// The `k` documents with the greatest dot products, greatest first; of equal ones those that
  /// came first.
  public List<Neighbour> search(String query, int k) {
    return search(encoder.encode(query), k);
  }

  /// The same for a query that is a vector already.
  public List<Neighbour> search(float[] vector, int k) {
    float[] scores = new float[size()];
    PriorityQueue<Integer> best =
        new PriorityQueue<>((one, other) -> {
          int byScore = Float.compare(scores[one], scores[other]);
          return byScore != 0 ? byScore : Integer.compare(other, one);
        });
    for (int document = 0; document < scores.length; document++) {
      scores[document] = dot(vector, vectors.get(document));
      best.add(document);
      if (best.size() > k) {
        best.poll();
      }
    }
    List<Neighbour> neighbours = new ArrayList<>();
    while (!best.isEmpty()) {
      int document = best.remove();
      neighbours.add(new Neighbour(keys.get(document), scores[document]));
    }
    return neighbours.reversed();
  }

  /// The score of one document for a query that is a vector.
  ///
  /// @throws IllegalArgumentException if there is no document with this key
  public float score(float[] vector, String key) {
    if (!contains(key)) {
      throw new IllegalArgumentException("there is no such document: key=" + key);
    }
    return dot(vector, vectors.get(places.get(key)));
  }

  /// Some documents by their dot products with a query, the greatest first; keys without a vector
  /// are left out.
  public List<Ranked> rank(String query, Collection<String> some) {
    float[] vector = encoder.encode(query);
    List<Ranked> ranking = new ArrayList<>();
    for (String key : some) {
      Integer place = places.get(key);
      if (place != null) {
        ranking.add(new Ranked(key, dot(vector, vectors.get(place))));
      }
    }
    Collections.sort(ranking, Ranked.BEST_FIRST);
    return ranking;
  }

  private static float dot(float[] left, float[] right) {
    double sum = 0;
    for (int i = 0; i < left.length; i++) {
      sum += (double) left[i] * right[i];
    }
    return (float) sum;
  }
}

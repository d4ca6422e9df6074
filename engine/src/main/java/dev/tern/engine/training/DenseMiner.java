package dev.tern.engine.training;

import dev.tern.encoder.DenseEncoder;
import dev.tern.engine.collection.DenseIndex;
import java.util.List;

/// Compares every document with the query, which is for some ten thousand documents.
///
/// @param encoder of queries, closed with this
/// @param index of the documents
record DenseMiner(DenseEncoder encoder, DenseIndex index) implements Miner {
  @Override
  public Question ask(String query) {
    float[] vector = encoder.encode(query);
    return new Question() {
      @Override
      public List<Found> best(int k) {
        return index.search(vector, k).stream()
            .map(neighbour -> new Found(neighbour.key(), neighbour.score()))
            .toList();
      }

      @Override
      public double score(String key) {
        return index.score(vector, key);
      }
    };
  }

  @Override
  public void close() {
    encoder.close();
  }
}

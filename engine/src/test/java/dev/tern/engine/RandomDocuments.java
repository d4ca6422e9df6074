package dev.tern.engine;

import dev.tern.encoder.SparseVector;
import dev.tern.engine.format.PostingsLayout;
import dev.tern.engine.store.IndexFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/// A small collection full of what goes wrong: ties, empty documents, terms that all documents have
/// and terms that one has, blocks of awkward sizes, several segments.
///
/// @param vectors by docId
/// @param segments after which of them a segment ends, as the writer was told to commit
/// @param options of the index
record RandomDocuments(List<SparseVector> vectors, List<Integer> segments, IndexOptions options) {
  static RandomDocuments draw(RandomGenerator random) {
    int vocabulary = 1 + random.nextInt(20);
    // Few documents make every term frequent; many have rare terms in several windows.
    boolean large = random.nextInt(5) == 0;
    int documents = random.nextInt(large ? 900 : 80);
    double density = large ? 0.2 * random.nextDouble() : 0.8;
    int levels = 1 + random.nextInt(6);
    List<SparseVector> vectors = new ArrayList<>();
    List<Integer> segments = new ArrayList<>();
    double commits = random.nextDouble() * (large ? 0.01 : 0.2);
    for (int i = 0; i < documents; i++) {
      SparseVector vector = vector(random, vocabulary, random.nextDouble() * density, levels);
      boolean scarce = large && random.nextInt(8) == 0;
      vectors.add(scarce ? withScarceTerm(vector, random, vocabulary, levels) : vector);
      if (random.nextDouble() < commits) {
        segments.add(i);
      }
    }
    IndexOptions options =
        form(random, IndexOptions.defaults())
            .withWindowDocuments(64 << (large ? random.nextInt(3) : random.nextInt(9)))
            .withStep(random.nextInt(3) == 0 ? 0.013f : 0);
    return new RandomDocuments(vectors, segments, options);
  }

  /// Options with what segments may have in any combination, made by some threads: layout, codes
  /// and a forward store.
  static IndexOptions form(RandomGenerator random, IndexOptions options) {
    return options
        .withImpactBits(4 + 2 * random.nextInt(3))
        .withLayout(layout(random))
        .withForwardStore(random.nextBoolean())
        .withThreads(1 + random.nextInt(3));
  }

  static PostingsLayout layout(RandomGenerator random) {
    return List.of(PostingsLayout.values()).get(random.nextInt(3));
  }

  /// A vector whose terms are there with some probability; with few levels many weights are equal.
  static SparseVector vector(
      RandomGenerator random, int vocabulary, double probability, int levels) {
    int[] ids = new int[vocabulary];
    float[] weights = new float[vocabulary];
    int size = 0;
    for (int id = 0; id < vocabulary; id++) {
      if (random.nextDouble() < probability / (1 + id % 3)) {
        ids[size] = 7 * id;
        weights[size++] = levels == 6 ? 3 * random.nextFloat() + 1e-6f : 1 + random.nextInt(levels);
      }
    }
    return SparseVector.of(Arrays.copyOf(ids, size), Arrays.copyOf(weights, size));
  }

  /// A vector with one more term out of many, so that few documents have each of them.
  private static SparseVector withScarceTerm(
      SparseVector vector, RandomGenerator random, int vocabulary, int levels) {
    int[] ids = new int[vector.size() + 1];
    float[] weights = new float[vector.size() + 1];
    for (int i = 0; i < vector.size(); i++) {
      ids[i] = vector.id(i);
      weights[i] = vector.weight(i);
    }
    ids[vector.size()] = 7 * (vocabulary + random.nextInt(60));
    weights[vector.size()] = 1 + random.nextInt(levels);
    return SparseVector.of(ids, weights);
  }

  static String key(int docId) {
    return "document " + docId;
  }

  /// Writes the collection.
  void write(IndexFiles files) throws IOException {
    try (IndexWriter writer = IndexWriter.create(files, options)) {
      for (int i = 0; i < vectors.size(); i++) {
        writer.add(key(i), vectors.get(i));
        if (segments.contains(i)) {
          writer.commit();
        }
      }
      writer.commit();
    }
  }
}

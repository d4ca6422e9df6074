package dev.tern.bench;

import dev.tern.bench.synthetic.SyntheticCollection;
import dev.tern.encoder.SparseVector;
import dev.tern.engine.IndexOptions;
import dev.tern.engine.IndexWriter;
import dev.tern.engine.format.PostingsLayout;
import java.io.IOException;
import java.nio.file.Path;

/// Writes a synthetic collection as an index of ours whose impacts are those of the collection.
final class TernIndexing {
  /// One segment for a million documents, and no more memory than a large machine's for four.
  private static final int BUFFERED_POSTINGS = 200_000_000;

  /// Vectors that are made before the clock starts: as many as an encoder's batch may be.
  private static final int VECTORS_AHEAD = 256;

  private TernIndexing() {}

  /// Writes and commits on one thread, and returns how many seconds that took.
  ///
  /// @param directory new or empty
  /// @param order of the documents, see [SyntheticCollection#order]
  static double write(Path directory, SyntheticCollection collection, int[] order)
      throws IOException {
    return write(directory, collection, order, PostingsLayout.HYBRID);
  }

  /// The same in another layout.
  static double write(
      Path directory, SyntheticCollection collection, int[] order, PostingsLayout layout)
      throws IOException {
    IndexOptions options =
        IndexOptions.defaults()
            .withStep(1)
            .withBufferedPostings(BUFFERED_POSTINGS)
            .withLayout(layout);
    long nanos = 0;
    try (IndexWriter writer = IndexWriter.create(directory, options)) {
      for (int first = 0; first < order.length; first += VECTORS_AHEAD) {
        int end = Math.min(first + VECTORS_AHEAD, order.length);
        SparseVector[] vectors = new SparseVector[end - first];
        for (int docId = first; docId < end; docId++) {
          vectors[docId - first] = vector(collection, order[docId]);
        }
        long begin = System.nanoTime();
        for (int docId = first; docId < end; docId++) {
          writer.add(Integer.toString(docId), vectors[docId - first]);
        }
        nanos += System.nanoTime() - begin;
      }
      long begin = System.nanoTime();
      writer.commit();
      nanos += System.nanoTime() - begin;
    }
    return nanos / 1e9;
  }

  private static SparseVector vector(SyntheticCollection collection, int document) {
    int[] terms = new int[collection.size(document)];
    float[] weights = new float[terms.length];
    for (int i = 0; i < terms.length; i++) {
      terms[i] = collection.term(document, i);
      weights[i] = collection.impact(document, i);
    }
    return SparseVector.of(terms, weights);
  }
}

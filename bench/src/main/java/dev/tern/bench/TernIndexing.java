package dev.tern.bench;

import dev.tern.bench.synthetic.ImpactDocuments;
import dev.tern.encoder.SparseVector;
import dev.tern.engine.IndexOptions;
import dev.tern.engine.IndexWriter;
import dev.tern.engine.SparseIndex;
import dev.tern.engine.format.PostingsLayout;
import java.io.IOException;
import java.nio.file.Path;

/// Writes documents as an index of ours whose impacts are those of the documents.
final class TernIndexing {
  /// One segment for a million documents, and no more memory than a large machine's for four.
  private static final int BUFFERED_POSTINGS = 200_000_000;

  /// Vectors that are made before the clock starts: as many as an encoder's batch may be.
  private static final int VECTORS_AHEAD = 256;

  private TernIndexing() {}

  /// Writes and commits on one thread, and returns how many seconds that took.
  ///
  /// @param directory new or empty
  /// @param order of the documents: document `order[i]` gets docId i
  static double write(Path directory, ImpactDocuments documents, int[] order) throws IOException {
    return write(directory, documents, order, PostingsLayout.HYBRID);
  }

  /// The same in another layout.
  static double write(Path directory, ImpactDocuments documents, int[] order, PostingsLayout layout)
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
          vectors[docId - first] = vector(documents, order[docId]);
        }
        long begin = System.nanoTime();
        for (int docId = first; docId < end; docId++) {
          writer.add(Integer.toString(order[docId]), vectors[docId - first]);
        }
        nanos += System.nanoTime() - begin;
      }
      long begin = System.nanoTime();
      writer.commit();
      nanos += System.nanoTime() - begin;
    }
    return nanos / 1e9;
  }

  /// Lets the engine put the documents of an index in order, and returns how many seconds that
  /// took.
  static double reorder(Path directory) throws IOException {
    long begin = System.nanoTime();
    try (IndexWriter writer =
        IndexWriter.open(directory, IndexOptions.defaults().withStep(1).withReordering(true))) {
      writer.merge(_ -> {});
      writer.commit();
    }
    return (System.nanoTime() - begin) / 1e9;
  }

  /// The order of the documents of an index.
  static int[] order(Path directory) throws IOException {
    try (SparseIndex index = SparseIndex.open(directory)) {
      int[] order = new int[index.docIdLimit()];
      for (int docId = 0; docId < order.length; docId++) {
        order[docId] = Integer.parseInt(index.key(docId));
      }
      return order;
    }
  }

  private static SparseVector vector(ImpactDocuments documents, int document) {
    int[] terms = new int[documents.size(document)];
    float[] weights = new float[terms.length];
    for (int i = 0; i < terms.length; i++) {
      terms[i] = documents.term(document, i);
      weights[i] = documents.impact(document, i);
    }
    return SparseVector.of(terms, weights);
  }
}

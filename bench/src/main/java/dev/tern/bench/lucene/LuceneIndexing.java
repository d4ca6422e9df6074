package dev.tern.bench.lucene;

import dev.tern.bench.synthetic.ImpactDocuments;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;

/// Writes an index of one segment, on one thread.
///
/// @param writeSeconds until all documents were on disk
/// @param mergeSeconds for making one segment of them
public record LuceneIndexing(double writeSeconds, double mergeSeconds) {
  static final String FIELD = "impacts";

  private static final double BUFFER_MEGABYTES = 1500;

  /// Documents that are made before the clock starts, as for Tern.
  private static final int DOCUMENTS_AHEAD = 256;

  /// Writes the index.
  ///
  /// @param directory new or empty
  /// @param order of the documents: document `order[i]` gets docId i
  public static LuceneIndexing write(Path directory, ImpactDocuments documents, int[] order)
      throws IOException {
    IndexWriterConfig config =
        new IndexWriterConfig()
            .setRAMBufferSizeMB(BUFFER_MEGABYTES)
            .setUseCompoundFile(false)
            .setMergeScheduler(new SerialMergeScheduler())
            .setSimilarity(new ImpactSimilarity());
    try (Directory files = new MMapDirectory(directory);
        IndexWriter writer = new IndexWriter(files, config)) {
      long nanos = 0;
      for (int first = 0; first < order.length; first += DOCUMENTS_AHEAD) {
        int end = Math.min(first + DOCUMENTS_AHEAD, order.length);
        int[][][] ahead = new int[end - first][][];
        for (int i = first; i < end; i++) {
          ahead[i - first] = termsAndImpacts(documents, order[i]);
        }
        nanos += add(ahead, writer);
      }
      long begin = System.nanoTime();
      writer.commit();
      long written = System.nanoTime();
      writer.forceMerge(1);
      writer.commit();
      return new LuceneIndexing(
          (nanos + written - begin) / 1e9, (System.nanoTime() - written) / 1e9);
    }
  }

  /// Adds documents and returns how many nanoseconds that took.
  private static long add(int[][][] ahead, IndexWriter writer) throws IOException {
    ImpactStream stream = new ImpactStream();
    Document document = new Document();
    document.add(new Field(FIELD, stream, type()));
    long begin = System.nanoTime();
    for (int[][] each : ahead) {
      stream.start(each[0], each[1]);
      writer.addDocument(document);
    }
    return System.nanoTime() - begin;
  }

  private static int[][] termsAndImpacts(ImpactDocuments documents, int document) {
    int size = documents.size(document);
    return new int[][] {
      IntStream.range(0, size).map(i -> documents.term(document, i)).toArray(),
      IntStream.range(0, size).map(i -> documents.impact(document, i)).toArray()
    };
  }

  private static FieldType type() {
    FieldType type = new FieldType();
    type.setTokenized(true);
    type.setOmitNorms(true);
    type.setIndexOptions(IndexOptions.DOCS_AND_FREQS);
    type.freeze();
    return type;
  }
}

package dev.tern.bench.lucene;

import dev.tern.bench.synthetic.SyntheticCollection;
import java.io.IOException;
import java.nio.file.Path;
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

  /// Writes the index.
  ///
  /// @param directory new or empty
  /// @param order of the documents, see [SyntheticCollection#order]
  public static LuceneIndexing write(Path directory, SyntheticCollection collection, int[] order)
      throws IOException {
    IndexWriterConfig config =
        new IndexWriterConfig()
            .setRAMBufferSizeMB(BUFFER_MEGABYTES)
            .setUseCompoundFile(false)
            .setMergeScheduler(new SerialMergeScheduler())
            .setSimilarity(new ImpactSimilarity());
    try (Directory files = new MMapDirectory(directory);
        IndexWriter writer = new IndexWriter(files, config)) {
      long begin = System.nanoTime();
      ImpactStream stream = new ImpactStream(collection);
      Document document = new Document();
      document.add(new Field(FIELD, stream, type()));
      for (int each : order) {
        stream.start(each);
        writer.addDocument(document);
      }
      writer.commit();
      long written = System.nanoTime();
      writer.forceMerge(1);
      writer.commit();
      return new LuceneIndexing((written - begin) / 1e9, (System.nanoTime() - written) / 1e9);
    }
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

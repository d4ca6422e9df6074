package dev.tern.bench.lucene;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopScoreDocCollectorManager;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.QueryBuilder;

/// Texts as Lucene's users index and search them: its standard analyzer and BM25 with k1 = 0.9, b =
/// 0.4.
public final class LuceneText implements AutoCloseable {
  private static final String FIELD = "text";

  private final Directory files;
  private final DirectoryReader reader;
  private final IndexSearcher searcher;
  private final StandardAnalyzer analyzer = new StandardAnalyzer();
  private final QueryBuilder queries = new QueryBuilder(analyzer);

  private LuceneText(Directory files) throws IOException {
    this.files = files;
    reader = DirectoryReader.open(files);
    searcher = new IndexSearcher(reader);
    searcher.setQueryCache(null);
    searcher.setSimilarity(bm25());
  }

  private static BM25Similarity bm25() {
    return new BM25Similarity(0.9f, 0.4f);
  }

  /// Writes an index of one segment.
  ///
  /// @param directory new or empty
  public static void write(Path directory, List<String> texts) throws IOException {
    try (Directory files = new MMapDirectory(directory);
        StandardAnalyzer analyzer = new StandardAnalyzer();
        IndexWriter writer =
            new IndexWriter(files, new IndexWriterConfig(analyzer).setSimilarity(bm25()))) {
      for (String text : texts) {
        Document document = new Document();
        document.add(new TextField(FIELD, text, Field.Store.NO));
        writer.addDocument(document);
      }
      writer.forceMerge(1);
      writer.commit();
    }
  }

  /// Opens an index.
  public static LuceneText open(Path directory) throws IOException {
    return new LuceneText(new MMapDirectory(directory));
  }

  /// Analyses a text and searches for any of its terms.
  public TopDocs search(String text, int k) throws IOException {
    Query query = queries.createBooleanQuery(FIELD, text);
    return searcher.search(
        query == null ? new MatchNoDocsQuery("no words in: " + text) : query,
        new TopScoreDocCollectorManager(k, null, 1));
  }

  @Override
  public void close() throws IOException {
    reader.close();
    files.close();
    analyzer.close();
  }
}

package dev.tern.bench.lucene;

import dev.tern.bench.synthetic.ImpactQuery;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopScoreDocCollectorManager;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;

/// An open index. Several threads may search it.
public final class LuceneSearch implements AutoCloseable {
  private final Directory files;
  private final DirectoryReader reader;
  private final IndexSearcher searcher;

  private LuceneSearch(Directory files) throws IOException {
    this.files = files;
    reader = DirectoryReader.open(files);
    searcher = new IndexSearcher(reader);
    searcher.setQueryCache(null);
    searcher.setSimilarity(new ImpactSimilarity());
  }

  /// Opens the index in a directory.
  public static LuceneSearch open(Path directory) throws IOException {
    return new LuceneSearch(new MMapDirectory(directory));
  }

  /// A query as Lucene takes it.
  public static Query query(ImpactQuery query) {
    BooleanQuery.Builder builder = new BooleanQuery.Builder();
    for (int i = 0; i < query.size(); i++) {
      Term term = new Term(LuceneIndexing.FIELD, ImpactStream.bytes(query.term(i)));
      builder.add(new BoostQuery(new TermQuery(term), query.impact(i)), BooleanClause.Occur.SHOULD);
    }
    return builder.build();
  }

  /// The best documents, with dynamic pruning: hits are not counted beyond the first.
  public TopDocs search(Query query, int k) throws IOException {
    return searcher.search(query, new TopScoreDocCollectorManager(k, null, 1));
  }

  /// Number of segments.
  public int segments() {
    return reader.leaves().size();
  }

  /// Bytes of all files.
  public long sizeBytes() throws IOException {
    long bytes = 0;
    for (String name : files.listAll()) {
      bytes += files.fileLength(name);
    }
    return bytes;
  }

  @Override
  public void close() throws IOException {
    reader.close();
    files.close();
  }
}

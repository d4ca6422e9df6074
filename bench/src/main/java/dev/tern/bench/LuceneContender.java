package dev.tern.bench;

import dev.tern.bench.lucene.LuceneSearch;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TopDocs;

/// Lucene with its dynamic pruning.
record LuceneContender(LuceneSearch index, List<Query> queries) implements Contender {
  static final String NAME = "Lucene 10.6";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Object search(int query, int k) throws IOException {
    return index.search(queries.get(query), k);
  }

  @Override
  public long[] hits(Object found) {
    return Stream.of(((TopDocs) found).scoreDocs)
        .mapToLong(hit -> (long) hit.score << Integer.SIZE | hit.doc)
        .toArray();
  }
}

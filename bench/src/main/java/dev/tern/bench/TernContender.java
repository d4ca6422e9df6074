package dev.tern.bench;

import dev.tern.bench.synthetic.ImpactQuery;
import dev.tern.encoder.SparseVector;
import dev.tern.engine.Algorithm;
import dev.tern.engine.SearchOptions;
import dev.tern.engine.SearchResult;
import dev.tern.engine.SparseIndex;
import java.util.List;
import java.util.Locale;

/// Our engine with one of its algorithms.
///
/// @param index whose documents have whole numbers as weights and 1 as their step
/// @param queries with whole numbers as weights
/// @param keys whether hits have keys, which those of Lucene have not
record TernContender(
    SparseIndex index, List<SparseVector> queries, Algorithm algorithm, boolean keys)
    implements Contender {
  /// What a hit without its key is called behind the name of the algorithm.
  static final String KEYLESS = " without keys";

  TernContender(SparseIndex index, List<SparseVector> queries, Algorithm algorithm) {
    this(index, queries, algorithm, true);
  }

  /// A query as the engine takes it.
  static SparseVector query(ImpactQuery query) {
    int[] terms = new int[query.size()];
    float[] weights = new float[query.size()];
    for (int i = 0; i < terms.length; i++) {
      terms[i] = query.term(i);
      weights[i] = query.impact(i);
    }
    return SparseVector.of(terms, weights);
  }

  static String name(Algorithm algorithm) {
    return algorithm.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String name() {
    return name(algorithm) + (keys ? "" : KEYLESS);
  }

  SearchOptions options(int k) {
    return SearchOptions.top(k).withAlgorithm(algorithm).withQueryStep(1).withKeys(keys);
  }

  @Override
  public Object search(int query, int k) {
    return index.search(queries.get(query), options(k));
  }

  @Override
  public long[] hits(Object found) {
    return ((SearchResult) found)
        .hits().stream()
            .mapToLong(hit -> (long) hit.integerScore() << Integer.SIZE | hit.docId())
            .toArray();
  }
}

package dev.tern.engine.collection;

import dev.tern.engine.Hit;
import dev.tern.engine.SearchOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One search over several indexes of the same documents, lexical and neural ones, whose rankings
/// are fused; dense vectors, where there are some, rank what the indexes found.
///
/// Dense vectors are not searched: comparing the query with the candidates costs the same however
/// large the collection is.
///
/// @param indexes with the same keys for the same documents; closed by whoever opened them
/// @param dense vectors of the documents, whose ranking of the candidates is the last one
/// @param fusion of the rankings
/// @param depth how many documents each index gives
public record HybridSearch(
    List<TextIndex> indexes, Optional<DenseIndex> dense, Fusion fusion, int depth) {
  /// Checks that there is an index.
  public HybridSearch {
    indexes = List.copyOf(indexes);
    if (indexes.isEmpty() || depth < 1) {
      throw new IllegalArgumentException(
          "hybrid search needs an index and a depth of at least 1: indexes="
              + indexes.size()
              + " depth="
              + depth);
    }
  }

  /// The best `k` documents for a query, as far as they are among the best of an index.
  public List<Ranked> search(String query, int k) throws IOException {
    List<List<Ranked>> rankings = new ArrayList<>();
    Set<String> candidates = new LinkedHashSet<>();
    for (TextIndex index : indexes) {
      List<Ranked> ranking = new ArrayList<>();
      for (Hit hit : index.search(query, SearchOptions.top(Math.max(depth, k))).hits()) {
        ranking.add(new Ranked(hit.key(), hit.score()));
        candidates.add(hit.key());
      }
      rankings.add(ranking);
    }
    dense.ifPresent(vectors -> rankings.add(vectors.rank(query, candidates)));
    return fusion.fuse(rankings, k);
  }
}

package dev.tern.bench;

import dev.tern.bench.plain.PlainInversion;
import dev.tern.bench.plain.PlainInversion.Posting;
import dev.tern.bench.plain.PlainSearch;
import dev.tern.encoder.SparseVector;
import dev.tern.engine.CommitSummary;
import dev.tern.engine.Hit;
import dev.tern.engine.IndexOptions;
import dev.tern.engine.IndexWriter;
import dev.tern.engine.SearchOptions;
import dev.tern.engine.SparseIndex;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// Postings a second from vectors to a committed index on disk, on one thread, against
/// [PlainInversion], which keeps everything in memory.
///
/// @param keys of the documents
/// @param vectors of the documents
record IndexBench(List<String> keys, List<SparseVector> vectors) {
  /// Writes an index.
  ///
  /// @param directory new or empty
  CommitSummary write(Path directory) throws IOException {
    try (IndexWriter writer = IndexWriter.create(directory, IndexOptions.defaults())) {
      for (int i = 0; i < keys.size(); i++) {
        writer.add(keys.get(i), vectors.get(i));
      }
      return writer.commit();
    }
  }

  /// Compares all postings, then measures.
  ///
  /// @param index that [#write] wrote
  /// @param directory in which another one may be made
  Row run(SparseIndex index, Path directory, Duel.Rounds rounds) throws IOException {
    compare(index, PlainInversion.of(vectors));
    TemporaryDirectory written = new TemporaryDirectory(directory.resolve("written"));
    long postings = index.postingCount();
    return new Duel("index", 1, Unit.POSTINGS_PER_SECOND, "lists in a tree in memory")
        .fight(
            rounds,
            new Duel.Side(
                postings,
                () -> write(written.path()),
                () -> {
                  written.close();
                  return written;
                }),
            new Duel.Side(postings, () -> PlainInversion.of(vectors)));
  }

  private void compare(SparseIndex index, PlainInversion plain) {
    int[] terms = plain.lists().keySet().stream().mapToInt(Integer::intValue).toArray();
    if (index.postingCount() != plain.postings() || !Arrays.equals(index.terms(), terms)) {
      throw new WrongAnswerException(
          "the index has "
              + index.terms().length
              + " terms with "
              + index.postingCount()
              + " postings and the plain inversion "
              + terms.length
              + " with "
              + plain.postings());
    }
    for (Map.Entry<Integer, List<Posting>> list : plain.lists().entrySet()) {
      List<Posting> postings = postings(index, list.getKey());
      if (!postings.equals(list.getValue())) {
        throw new WrongAnswerException(
            "the index and the plain inversion have different postings for vocabulary row "
                + list.getKey());
      }
    }
  }

  /// The postings of a term: all hits of the query that consists of it.
  private List<Posting> postings(SparseIndex index, int term) {
    SparseVector query = SparseVector.of(new int[] {term}, new float[] {1});
    return index.search(query, SearchOptions.top(keys.size())).hits().stream()
        .sorted(Comparator.comparingInt(Hit::docId))
        .map(hit -> new Posting(hit.docId(), hit.integerScore() / PlainSearch.MAX_QUERY_IMPACT))
        .toList();
  }
}

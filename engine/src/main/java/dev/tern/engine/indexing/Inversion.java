package dev.tern.engine.indexing;

import dev.tern.engine.codec.PostingsSink;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Puts the postings of inverted batches together, term after term.
final class Inversion {
  private final TermNumbers numbers;
  private final List<InvertedBatch> batches;

  /// In which batch and in which place of it a term has postings, for all terms in ascending order
  /// and all batches of a term in theirs: `batch << 32 | place`.
  private final long[] parts;

  /// Parts of the term with a number are in places `starts[number]` to `starts[number + 1]`.
  private final int[] starts;

  private final Optional<int[]> places;

  /// @param places by the place of each document its docId, or -1 to leave it out; absent where
  ///   they are the same
  Inversion(TermNumbers numbers, List<InvertedBatch> batches, Optional<int[]> places) {
    this.numbers = numbers;
    this.places = places;
    this.batches = batches;
    starts = new int[numbers.size() + 1];
    for (InvertedBatch batch : batches) {
      for (int place = 0; place < batch.size(); place++) {
        starts[batch.term(place) + 1]++;
      }
    }
    for (int number = 0; number < numbers.size(); number++) {
      starts[number + 1] += starts[number];
    }
    parts = new long[starts[numbers.size()]];
    int[] next = starts.clone();
    for (int i = 0; i < batches.size(); i++) {
      InvertedBatch batch = batches.get(i);
      for (int place = 0; place < batch.size(); place++) {
        parts[next[batch.term(place)]++] = (long) i << Integer.SIZE | place;
      }
    }
  }

  /// Hands over the postings of all terms and returns how many there are.
  long write(PostingsSink writer) throws IOException {
    int[] bases = new int[batches.size() + 1];
    for (int i = 0; i < batches.size(); i++) {
      bases[i + 1] = bases[i] + batches.get(i).documents();
    }
    int[] docIds = new int[bases[batches.size()]];
    byte[] impacts = new byte[docIds.length];
    long written = 0;
    for (int number : numbers.ascending()) {
      int count = 0;
      for (int part = starts[number]; part < starts[number + 1]; part++) {
        int batch = (int) (parts[part] >>> Integer.SIZE);
        int place = (int) parts[part];
        batches.get(batch).copy(place, bases[batch], docIds, impacts, count);
        count += batches.get(batch).count(place);
      }
      if (places.isPresent()) {
        count = move(places.get(), docIds, impacts, count);
      }
      written += count;
      if (count > 0) {
        writer.put(numbers.term(number), docIds, impacts, 0, count);
      }
    }
    writer.finish();
    return written;
  }

  private static int move(int[] places, int[] docIds, byte[] impacts, int count) {
    int kept = 0;
    for (int i = 0; i < count; i++) {
      int docId = places[docIds[i]];
      if (docId >= 0) {
        docIds[kept] = docId;
        impacts[kept++] = impacts[i];
      }
    }
    return kept;
  }
}

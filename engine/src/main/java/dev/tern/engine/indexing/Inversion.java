package dev.tern.engine.indexing;

import dev.tern.engine.codec.PostingsWriter;
import java.io.IOException;
import java.util.List;

/// Puts the postings of inverted batches together, term after term.
final class Inversion {
  private final TermNumbers numbers;
  private final List<InvertedBatch> batches;

  /// In which batch and in which place of it a term has postings, for all terms in ascending order
  /// and all batches of a term in theirs: `batch << 32 | place`.
  private final long[] parts;

  /// Parts of the term with a number are in places `starts[number]` to `starts[number + 1]`.
  private final int[] starts;

  Inversion(TermNumbers numbers, List<InvertedBatch> batches) {
    this.numbers = numbers;
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

  /// Number of postings.
  long postings() {
    return batches.stream().mapToLong(InvertedBatch::postings).sum();
  }

  /// Writes the postings of all terms.
  void write(PostingsWriter writer) throws IOException {
    int[] bases = new int[batches.size() + 1];
    for (int i = 0; i < batches.size(); i++) {
      bases[i + 1] = bases[i] + batches.get(i).documents();
    }
    int[] docIds = new int[bases[batches.size()]];
    byte[] impacts = new byte[docIds.length];
    for (int number : numbers.ascending()) {
      int count = 0;
      for (int part = starts[number]; part < starts[number + 1]; part++) {
        int batch = (int) (parts[part] >>> Integer.SIZE);
        int place = (int) parts[part];
        batches.get(batch).copy(place, bases[batch], docIds, impacts, count);
        count += batches.get(batch).count(place);
      }
      if (count > 0) {
        writer.put(numbers.term(number), docIds, impacts, 0, count);
      }
    }
    writer.finish();
  }
}

package dev.tern.engine.indexing;

import dev.tern.engine.codec.PostingsPart;
import dev.tern.engine.codec.PostingsSink;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Puts the postings of inverted batches together, term after term.
final class Inversion {
  /// Room for the postings of a term.
  private static final class Copies {
    private final int[] docIds;
    private final byte[] impacts;

    Copies(int documents) {
      docIds = new int[documents];
      impacts = new byte[documents];
    }
  }

  /// Terms that have been encoded, with how many postings.
  private record Encoded<P>(P part, long postings) {}

  /// Postings that are encoded by one thread before another one may take the next.
  private static final int PART_POSTINGS = 1 << 17;

  private final TermNumbers numbers;
  private final List<InvertedBatch> batches;

  /// In which batch and in which place of it a term has postings, for all terms in ascending order
  /// and all batches of a term in theirs: `batch << 32 | place`.
  private final long[] parts;

  /// Parts of the term with a number are in places `starts[number]` to `starts[number + 1]`.
  private final int[] starts;

  private final Optional<int[]> places;
  private final Workers workers;
  private final int documents;
  private final Queue<Copies> free = new ConcurrentLinkedQueue<>();

  /// The documents before each batch.
  private final int[] bases;

  /// @param places by the place of each document its docId, or -1 to leave it out; absent where
  ///   they are the same
  /// @param workers who encode the postings
  Inversion(
      TermNumbers numbers, List<InvertedBatch> batches, Optional<int[]> places, Workers workers) {
    this.workers = workers;
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
    bases = new int[batches.size()];
    documents = batches.stream().mapToInt(InvertedBatch::documents).sum();
    for (int i = 0; i < batches.size(); i++) {
      InvertedBatch batch = batches.get(i);
      for (int place = 0; place < batch.size(); place++) {
        parts[next[batch.term(place)]++] = (long) i << Integer.SIZE | place;
      }
      if (i > 0) {
        bases[i] = bases[i - 1] + batches.get(i - 1).documents();
      }
    }
  }

  /// Hands over the postings of all terms and returns how many there are.
  ///
  /// At most twice as many parts as there are threads are being encoded or wait to be appended.
  <P extends PostingsPart> long write(PostingsSink<P> sink) throws IOException {
    int[] ascending = numbers.ascending();
    Deque<Workers.Work<Encoded<P>>> begun = new ArrayDeque<>();
    long written = 0;
    int next = 0;
    while (next < ascending.length || !begun.isEmpty()) {
      while (next < ascending.length && begun.size() < 2 * workers.threads() - 1) {
        int from = next;
        int to = endOfPart(ascending, from);
        begun.add(workers.start(() -> encode(ascending, from, to, sink.part())));
        next = to;
      }
      Encoded<P> first = begun.removeFirst().result();
      sink.append(first.part);
      written += first.postings;
    }
    sink.finish();
    return written;
  }

  /// Where a part ends that starts with the term in place `from`.
  private int endOfPart(int[] ascending, int from) {
    long postings = 0;
    int to = from;
    while (to < ascending.length && postings < PART_POSTINGS) {
      postings += postings(ascending[to++]);
    }
    return to;
  }

  /// How many postings a term has, those of removed documents included.
  private int postings(int number) {
    int count = 0;
    for (int part = starts[number]; part < starts[number + 1]; part++) {
      count += batches.get((int) (parts[part] >>> Integer.SIZE)).count((int) parts[part]);
    }
    return count;
  }

  private <P extends PostingsPart> Encoded<P> encode(int[] ascending, int from, int to, P part) {
    Copies copies = free.poll();
    if (copies == null) {
      copies = new Copies(documents);
    }
    int[] docIds = copies.docIds;
    byte[] impacts = copies.impacts;
    long encoded = 0;
    for (int i = from; i < to; i++) {
      int count = copy(ascending[i], docIds, impacts);
      if (places.isPresent()) {
        count = move(places.get(), docIds, impacts, count);
      }
      encoded += count;
      if (count > 0) {
        part.put(numbers.term(ascending[i]), docIds, impacts, 0, count);
      }
    }
    free.add(copies);
    return new Encoded<>(part, encoded);
  }

  private int copy(int number, int[] docIds, byte[] impacts) {
    int count = 0;
    for (int part = starts[number]; part < starts[number + 1]; part++) {
      int batch = (int) (parts[part] >>> Integer.SIZE);
      int place = (int) parts[part];
      batches.get(batch).copy(place, bases[batch], docIds, impacts, count);
      count += batches.get(batch).count(place);
    }
    return count;
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

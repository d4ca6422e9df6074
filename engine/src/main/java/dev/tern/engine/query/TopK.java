package dev.tern.engine.query;

import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/// The k best of the documents offered: a binary heap with the worst of them at its root.
///
/// A document is one number, its score in the upper 32 bits and the complement of its docId in the
/// lower, so that the greater number is the better document: greater score first, and of two equal
/// scores the lower docId.
public final class TopK {
  private static final int FIRST_CAPACITY = 16;

  private final int k;
  private final long least;
  private long[] heap;
  private int size;

  /// @param k how many to keep, at least 1
  /// @param least the score that a document must have at least
  public TopK(int k, long least) {
    this.k = k;
    this.least = least;
    this.heap = new long[Math.min(k, FIRST_CAPACITY)];
  }

  /// The score that the next document must have at least, if its docId is above all so far.
  public long bar() {
    return size < k ? least : Math.max(least, (heap[0] >> Integer.SIZE) + 1);
  }

  /// The score that the next document must have at least, whatever its docId.
  public long openBar() {
    return size < k ? least : Math.max(least, heap[0] >> Integer.SIZE);
  }

  /// How many to keep.
  int k() {
    return k;
  }

  /// Keeps the document if it is one of the k best so far.
  public void offer(int docId, int score) {
    long document = (long) score << Integer.SIZE | Integer.toUnsignedLong(~docId);
    if (score < least) {
      return;
    }
    if (size == k) {
      if (document > heap[0]) {
        sink(document);
      }
      return;
    }
    if (size == heap.length) {
      heap = Arrays.copyOf(heap, (int) Math.min(k, 2L * size));
    }
    rise(document);
  }

  /// The documents kept, the best first.
  public List<ScoredDocument> best() {
    return LongStream.of(heap)
        .limit(size)
        .map(document -> ~document)
        .sorted()
        .mapToObj(inverted -> new ScoredDocument((int) inverted, (int) (~inverted >> Integer.SIZE)))
        .toList();
  }

  /// Adds a document and moves it up from the end.
  private void rise(long document) {
    int place = size++;
    while (place > 0 && heap[(place - 1) >> 1] > document) {
      heap[place] = heap[(place - 1) >> 1];
      place = (place - 1) >> 1;
    }
    heap[place] = document;
  }

  /// Replaces the root by a document and moves it down.
  private void sink(long document) {
    int place = 0;
    for (int child = 1; child < size; child = 2 * place + 1) {
      if (child + 1 < size && heap[child + 1] < heap[child]) {
        child++;
      }
      if (heap[child] >= document) {
        break;
      }
      heap[place] = heap[child];
      place = child;
    }
    heap[place] = document;
  }
}

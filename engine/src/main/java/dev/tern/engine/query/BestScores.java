package dev.tern.engine.query;

import java.util.Arrays;

/// The k best of the documents offered, by a score in double precision: the greatest first, and of
/// two equal scores the lower docId. A heap with the worst on top; used again for every search.
public final class BestScores {
  private static final int FIRST_CAPACITY = 1 << 7;

  private double[] scores = new double[FIRST_CAPACITY];
  private int[] docIds = new int[FIRST_CAPACITY];
  private int size;
  private int k;

  /// Starts again without documents.
  ///
  /// @param newK how many to keep, at least 1
  public void start(int newK) {
    k = newK;
    size = 0;
  }

  /// Whether k documents have been offered.
  public boolean isFull() {
    return size == k;
  }

  /// The score of the last of the k best; only when there are k.
  public double last() {
    return scores[0];
  }

  /// How many documents are kept.
  public int size() {
    return size;
  }

  /// The docId of the document in a place.
  public int docId(int place) {
    return docIds[place];
  }

  /// The score of the document in a place.
  public double score(int place) {
    return scores[place];
  }

  /// Keeps the document if it is one of the k best so far. No document may be offered again while
  /// it is kept.
  public void offer(int docId, double score) {
    if (size < k) {
      if (size == scores.length) {
        scores = Arrays.copyOf(scores, 2 * size);
        docIds = Arrays.copyOf(docIds, 2 * size);
      }
      up(size++, docId, score);
    } else if (isWorse(scores[0], docIds[0], score, docId)) {
      down(0, size, docId, score);
    }
  }

  /// Puts the documents in order, the best one in place 0; nothing can be offered after that.
  public void finish() {
    for (int end = size - 1; end > 0; end--) {
      double score = scores[end];
      int docId = docIds[end];
      scores[end] = scores[0];
      docIds[end] = docIds[0];
      down(0, end, docId, score);
    }
  }

  private static boolean isWorse(double score, int docId, double other, int otherDocId) {
    return score < other || (score == other && docId > otherDocId);
  }

  /// Lets a document rise from a free place.
  private void up(int free, int docId, double score) {
    int place = free;
    while (place > 0) {
      int parent = (place - 1) >>> 1;
      if (!isWorse(score, docId, scores[parent], docIds[parent])) {
        break;
      }
      put(place, docIds[parent], scores[parent]);
      place = parent;
    }
    put(place, docId, score);
  }

  /// Lets a document sink from a free place in the heap of the places below `end`.
  private void down(int free, int end, int docId, double score) {
    int place = free;
    for (int child = 2 * place + 1; child < end; child = 2 * place + 1) {
      if (child + 1 < end
          && isWorse(scores[child + 1], docIds[child + 1], scores[child], docIds[child])) {
        child++;
      }
      if (!isWorse(scores[child], docIds[child], score, docId)) {
        break;
      }
      put(place, docIds[child], scores[child]);
      place = child;
    }
    put(place, docId, score);
  }

  private void put(int place, int docId, double score) {
    docIds[place] = docId;
    scores[place] = score;
  }
}

package dev.tern.engine.query;

import java.util.Arrays;

/// The k best of the documents offered, in whatever order they come.
///
/// What reaches the bar goes to the end of an array, without order. A histogram of the scores tells
/// how many documents are above the bar, which rises by a bucket as soon as k are above that. Where
/// the array is full, the k best of it stay. A heap is as fast for k = 10, but takes 40 ns a
/// document for k = 1000, more than twice as long.
///
/// A document is one number, its score in the upper 32 bits and the complement of its docId in the
/// lower, so that the greater number is the better document: greater score first, and of two equal
/// scores the lower docId. Used again for every search.
///
/// With a *margin*, all documents are kept whose score is at most that much below the k-th: what
/// may be one of the k best by a score that these only approximate.
public final class TopK {
  private static final int BUCKETS = 1 << 12;
  private static final int FIRST_CAPACITY = 1 << 12;

  /// So many documents are faster sorted without buckets.
  private static final int FEW = 128;

  /// By how many places a document moves on average at most when those of its bucket are sorted.
  private static final int MOVES = 16;

  /// An array that became longer is not kept for the next search.
  private static final int MOST_KEPT = 1 << 17;

  private final int[] counts = new int[BUCKETS];

  /// Where the documents of each bucket go, the highest bucket first.
  private final int[] starts = new int[BUCKETS + 1];

  private long[] spare = {};
  private long[] documents = new long[FIRST_CAPACITY];
  private int size;
  private int k;
  private long margin;

  /// A document is in the bucket `score >> shift`.
  private int shift;

  /// No document in a lower bucket can be one of the k best.
  private int barBucket;

  /// How many documents are in higher buckets than that, below k.
  private int above;

  private long bar;

  /// Documents have to be better than this one, the k-th when the array was full.
  private long last;

  /// Starts again without documents.
  ///
  /// @param newK how many to keep, at least 1
  /// @param least the score that a document must have at least
  /// @param greatest that no score exceeds
  public void start(int newK, long least, int greatest) {
    start(newK, least, greatest, 0);
  }

  /// Starts again without documents.
  ///
  /// @param newK how many to keep, at least 1
  /// @param least the score that a document must have at least
  /// @param greatest that no score exceeds
  /// @param newMargin how far below the k-th score others are kept
  public void start(int newK, long least, int greatest, long newMargin) {
    margin = newMargin;
    if (documents.length > MOST_KEPT) {
      documents = new long[FIRST_CAPACITY];
      spare = new long[0];
    }
    Arrays.fill(counts, 0);
    size = 0;
    k = newK;
    shift = Math.max(0, Integer.SIZE - Integer.numberOfLeadingZeros(greatest) - 12);
    barBucket = -1;
    above = 0;
    bar = least;
    last = Long.MIN_VALUE;
  }

  /// Whether documents below the k-th are kept too.
  boolean hasMargin() {
    return margin > 0;
  }

  /// How many to keep.
  int k() {
    return k;
  }

  /// The score that a document must have at least, whatever its docId.
  public long openBar() {
    return bar;
  }

  /// The score that the next document must have at least, if its docId is above all so far.
  public long bar() {
    if (margin > 0) {
      return bar;
    }
    boolean exact = shift == 0 && barBucket >= bar;
    return exact ? barBucket + 1L : Math.max(bar, (last >> Integer.SIZE) + 1);
  }

  /// Raises the bar to a score that at least k documents to come have, if it is above the bar.
  void raiseBar(long score) {
    bar = Math.max(bar, score - margin);
  }

  /// Keeps the document if it may be one of the k best.
  public void offer(int docId, int score) {
    long document = (long) score << Integer.SIZE | Integer.toUnsignedLong(~docId);
    if (score < bar || document <= last) {
      return;
    }
    if (size == documents.length) {
      makeRoom();
      if (document <= last) {
        return;
      }
    }
    documents[size++] = document;
    int bucket = score >> shift;
    counts[bucket]++;
    if (bucket > barBucket && ++above >= k) {
      raise();
    }
  }

  /// Moves the bar up to the highest bucket that has the k-th document.
  private void raise() {
    if (barBucket < 0) {
      barBucket = (int) (worst() >> Integer.SIZE >> shift) - 1;
    }
    while (above >= k) {
      barBucket++;
      above -= counts[barBucket];
    }
    bar = Math.max(bar, ((long) barBucket << shift) - margin);
  }

  private long worst() {
    long worst = Long.MAX_VALUE;
    for (int i = 0; i < size; i++) {
      worst = Math.min(worst, documents[i]);
    }
    return worst;
  }

  private void makeRoom() {
    if (margin > 0) {
      keepMargin();
      return;
    }
    keepAboveBar();
    if (size <= documents.length / 2) {
      return;
    }
    if (size >= 4L * k) {
      sort();
      last = documents[k - 1];
      size = k;
    } else {
      grow();
    }
  }

  /// Makes room in what has a margin, at least for as many documents as stay.
  private void keepMargin() {
    raiseToLast();
    keepAboveBar();
    if (size > documents.length / 2) {
      grow();
    }
  }

  private void grow() {
    documents = Arrays.copyOf(documents, (int) Math.min(2L * size, Integer.MAX_VALUE - 8));
  }

  /// Raises the bar as far as the k-th document allows, and sorts.
  private void raiseToLast() {
    sort();
    if (size >= k) {
      bar = Math.max(bar, (documents[k - 1] >> Integer.SIZE) - margin);
    }
  }

  /// Leaves out what no longer reaches the bar; [#finish] may only sort what is left, which
  /// [#docId] gives until then in the order in which it was offered.
  ///
  /// @return how many documents there are
  public int settle() {
    keepAboveBar();
    return size;
  }

  private void keepAboveBar() {
    int kept = 0;
    for (int i = 0; i < size; i++) {
      long document = documents[i];
      documents[kept] = document;
      kept += document >> Integer.SIZE >= bar ? 1 : 0;
    }
    size = kept;
  }

  /// Sorts the documents, the best first: by bucket, and then within each, where they mostly come
  /// in the order of their docIds already. With k = 1000 this takes 7 µs less than sorting all.
  private void sort() {
    if (size <= FEW || !sortByBucket()) {
      sortAll();
    }
  }

  /// @return false if too many are in the same bucket
  private boolean sortByBucket() {
    Arrays.fill(starts, 0);
    for (int i = 0; i < size; i++) {
      starts[place(documents[i]) + 1]++;
    }
    for (int i = 1; i <= BUCKETS; i++) {
      starts[i] += starts[i - 1];
    }
    if (spare.length < documents.length) {
      spare = new long[documents.length];
    }
    long[] sorted = spare;
    for (int i = 0; i < size; i++) {
      sorted[starts[place(documents[i])]++] = documents[i];
    }
    spare = documents;
    documents = sorted;
    long moves = (long) MOVES * size;
    for (int i = 1; i < size && moves >= 0; i++) {
      long document = sorted[i];
      int free = i;
      for (; free > 0 && sorted[free - 1] < document; free--) {
        sorted[free] = sorted[free - 1];
      }
      sorted[free] = document;
      moves -= i - free;
    }
    return moves >= 0;
  }

  private int place(long document) {
    return BUCKETS - 1 - (int) (document >> Integer.SIZE >> shift);
  }

  private void sortAll() {
    // Complements, whose ascending order is the descending one of the documents.
    for (int i = 0; i < size; i++) {
      documents[i] = ~documents[i];
    }
    Arrays.sort(documents, 0, size);
    for (int i = 0; i < size; i++) {
      documents[i] = ~documents[i];
    }
  }

  /// Ends the search: puts the k best in order, and those within the margin behind them.
  ///
  /// @return how many there are, at most k without a margin
  public int finish() {
    keepAboveBar();
    if (margin > 0) {
      raiseToLast();
      keepAboveBar();
    } else {
      sort();
      size = Math.min(size, k);
    }
    return size;
  }

  /// What no document exceeds that was offered or not, and is not one of the k best; after
  /// [#finish].
  long greatestOutside() {
    return size == k ? score(k - 1) : Math.max(0, bar - 1);
  }

  /// The docId of the document at `place`, 0 for the best one; after [#finish], or [#settle].
  public int docId(int place) {
    return (int) ~documents[place];
  }

  /// The score of the document at `place`; after [#finish].
  public int score(int place) {
    return (int) (documents[place] >> Integer.SIZE);
  }
}

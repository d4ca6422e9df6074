package dev.tern.engine.query;

/// How much a search may do, and what it has left out because of it. Used again for every search.
///
/// Invariant: no document that was left out scores more than [#greatestMissed()].
public final class Allowance {
  private boolean limited;
  private long postings;
  private long deadline;
  private double ratio;
  private long greatestMissed;
  private long left;

  /// Starts a search that may do all it needs.
  public void startUnlimited() {
    limited = false;
    ratio = 1;
    greatestMissed = 0;
    left = 0;
  }

  /// Starts a search.
  ///
  /// @param newPostings how many may be scored
  /// @param nanos how long it may take from now on
  /// @param newRatio that bounds are multiplied by before they are compared with the bar, above 0
  ///   and at most 1
  public void start(long newPostings, long nanos, double newRatio) {
    limited = true;
    postings = newPostings;
    long now = System.nanoTime();
    deadline = nanos > Long.MAX_VALUE - Math.max(0, now) ? Long.MAX_VALUE : now + nanos;
    ratio = newRatio;
    greatestMissed = 0;
    left = 0;
  }

  boolean isLimited() {
    return limited;
  }

  /// Whether nothing more may be done.
  boolean isSpent(long postingsScored) {
    return limited
        && (postingsScored >= postings
            || (deadline != Long.MAX_VALUE && System.nanoTime() - deadline >= 0));
  }

  /// After how many more postings to ask again, at least 1 and at most `most`.
  int pause(long postingsScored, int most) {
    return limited ? Math.clamp(postings - postingsScored, 1, most) : most;
  }

  /// What bounds are multiplied by.
  double ratio() {
    return ratio;
  }

  /// What a bound has to reach to be worth looking at: the bar divided by the ratio, rounded up.
  long boundBar(long bar) {
    return ratio == 1 ? bar : (long) Math.ceil(bar / ratio);
  }

  /// Says that documents were left out that score so much at most.
  void miss(long bound) {
    greatestMissed = Math.max(greatestMissed, bound);
  }

  /// Says that some documents of a segment may score so much more than they were collected with.
  void leave(long bound) {
    left = Math.max(left, bound);
  }

  /// How much more than it was collected with any document scores at most; 0 if all scores are
  /// whole.
  public long left() {
    return left;
  }

  /// What no document that was left out exceeds; 0 if none was.
  public long greatestMissed() {
    return greatestMissed;
  }
}

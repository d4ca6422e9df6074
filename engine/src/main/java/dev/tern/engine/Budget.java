package dev.tern.engine;

import java.time.Duration;

/// How much a search may do. It stops at the first of the limits that it comes to, a little later
/// at most, and its result says what it may have missed.
///
/// @param postings how many postings may be scored, at least 1
/// @param nanos how long it may take, at least 1
/// @param boundRatio what the bound of documents is multiplied by before it is compared with the
///   score of the last hit so far: above 0 and at most 1. With 0.9, what may score up to a ninth
///   more than the last hit is not looked at
public record Budget(long postings, long nanos, double boundRatio) {
  private static final Budget UNLIMITED = new Budget(Long.MAX_VALUE, Long.MAX_VALUE, 1);

  /// Checks the values.
  public Budget {
    if (postings < 1 || nanos < 1) {
      throw new IllegalArgumentException(
          "a budget has at least one posting and one nanosecond: postings="
              + postings
              + " nanos="
              + nanos);
    }
    if (!(boundRatio > 0 && boundRatio <= 1)) {
      throw new IllegalArgumentException(
          "a bound ratio is above 0 and at most 1: boundRatio=" + boundRatio);
    }
  }

  /// All that it takes.
  public static Budget unlimited() {
    return UNLIMITED;
  }

  /// The same with another number of postings.
  public Budget withPostings(long newPostings) {
    return new Budget(newPostings, nanos, boundRatio);
  }

  /// The same with another time.
  public Budget withTime(Duration time) {
    return new Budget(postings, Math.max(1, time.toNanos()), boundRatio);
  }

  /// The same with another bound ratio.
  public Budget withBoundRatio(double newRatio) {
    return new Budget(postings, nanos, newRatio);
  }

  boolean isUnlimited() {
    return equals(UNLIMITED);
  }
}

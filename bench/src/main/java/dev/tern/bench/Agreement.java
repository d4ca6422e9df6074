package dev.tern.bench;

import dev.tern.bench.peers.GraphStyle;
import java.util.List;

/// Whether Tern and a peer give the same vectors.
///
/// @param title of the work
/// @param style of the peer's graph
/// @param peer its name
record Agreement(String title, GraphStyle style, String peer) {
  /// What a value of float32 arithmetic may differ by, absolutely and per unit of the largest: the
  /// same sums in another order.
  static final double TOLERANCE = 1e-4;

  /// The same for int8, of which no claim is made but that it answers the question: random weights
  /// have nothing that would keep its error small.
  static final double INT8_TOLERANCE = 0.25;

  /// The largest difference of two values.
  ///
  /// @throws WrongAnswerException if it is more than the tolerance, or not a number
  double check(List<float[]> expected, List<float[]> actual) {
    double difference = 0;
    double largest = 0;
    for (int i = 0; i < expected.size(); i++) {
      float[] tern = expected.get(i);
      float[] other = actual.get(i);
      for (int j = 0; j < tern.length; j++) {
        difference = Math.max(difference, Math.abs((double) tern[j] - other[j])); // NaN stays
        largest = Math.max(largest, Math.abs(tern[j]));
      }
    }
    double tolerance = (style == GraphStyle.INT8 ? INT8_TOLERANCE : TOLERANCE) * (1 + largest);
    if (!(difference <= tolerance)) {
      throw new WrongAnswerException(
          "the vectors of Tern and of "
              + peer
              + " differ by "
              + difference
              + " in "
              + title
              + ", where "
              + tolerance
              + " is tolerated");
    }
    return difference;
  }
}

package dev.tern.engine.query;

/// Integer scores as floats: score · unit, rounded once, where the unit is the document step times
/// the query step.
public final class ScoreScale {
  private ScoreScale() {}

  /// The float of an integer score; it does not descend where the integer ascends.
  public static float toFloat(double unit, int score) {
    return (float) (score * unit);
  }

  /// The least integer score whose float is at least `threshold`, and at least 1; above
  /// [Integer#MAX_VALUE] if there is none.
  public static long least(double unit, float threshold) {
    long low = 1;
    long high = Integer.MAX_VALUE + 1L;
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (toFloat(unit, (int) middle) >= threshold) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}

package dev.tern.engine.indexing;

/// Finds the number that would be in a place if numbers were sorted: Hoare, *Algorithm 65: FIND*,
/// CACM 4(7), 1961.
final class Selection {
  private Selection() {}

  /// The number in place `k` of the numbers in descending order; they change their places.
  ///
  /// @param k in `[0, values.length)`
  static float descending(float[] values, int k) {
    int from = 0;
    int to = values.length - 1;
    while (from < to) {
      float pivot = median(values[from], values[(from + to) >>> 1], values[to]);
      int i = from;
      int j = to;
      while (i <= j) {
        while (values[i] > pivot) {
          i++;
        }
        while (values[j] < pivot) {
          j--;
        }
        if (i <= j) {
          float swapped = values[i];
          values[i++] = values[j];
          values[j--] = swapped;
        }
      }
      if (k <= j) {
        to = j;
      } else if (k >= i) {
        from = i;
      } else {
        return pivot;
      }
    }
    return values[k];
  }

  private static float median(float a, float b, float c) {
    return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
  }
}

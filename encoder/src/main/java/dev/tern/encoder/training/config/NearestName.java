package dev.tern.encoder.training.config;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// What somebody meant who mistyped a key, or a value where there are few.
final class NearestName {
  private NearestName() {}

  /// The known name that the fewest edits lead to, if these are at most a third of its letters and
  /// 1 more; of equally near ones the first in alphabetical order. Names are in lower case,
  /// whatever was typed.
  static Optional<String> of(String typed, Collection<String> known) {
    String lower = typed.toLowerCase(Locale.ROOT);
    return known.stream()
        .filter(name -> edits(lower, name) <= 1 + name.length() / 3)
        .min(
            Comparator.<String>comparingInt(name -> edits(lower, name))
                .thenComparing(Comparator.naturalOrder()));
  }

  /// Letters to insert, remove, replace or exchange with their neighbour (Damerau 1964).
  static int edits(String a, String b) {
    int[] beforeLast = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    Arrays.setAll(last, j -> j);
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, 1 + Math.min(last[j], row[j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
        }
      }
      beforeLast = last;
      last = row;
    }
    return last[b.length()];
  }
}

package dev.tern.engine.evaluation;

import java.util.Comparator;

/// The order of ids by the bytes of their UTF-8 form, which is the order of code points.
///
/// It differs from [String#compareTo] only where one id has a surrogate pair and the other a
/// character of U+E000..U+FFFF at the first difference: UTF-16 puts the pair first, UTF-8 last.
enum IdOrder implements Comparator<String> {
  /// From low to high.
  ASCENDING;

  @Override
  public int compare(String left, String right) {
    int common = Math.min(left.length(), right.length());
    for (int i = 0; i < common; i++) {
      char l = left.charAt(i);
      char r = right.charAt(i);
      if (l != r) {
        return Integer.compare(weight(l), weight(r));
      }
    }
    return Integer.compare(left.length(), right.length());
  }

  /// The code unit itself, surrogates above everything else.
  private static int weight(char unit) {
    return Character.isSurrogate(unit) ? unit + 0x10000 : unit;
  }
}

package dev.tern.engine.cli;

import java.util.Locale;

/// A number with what it counts, for a person.
final class Count {
  private Count() {}

  /// `1 document`, `5,183 documents`.
  static String of(long count, String unit) {
    return String.format(Locale.ROOT, "%,d %s%s", count, unit, count == 1 ? "" : "s");
  }
}

package dev.tern.bench;

import java.util.List;

/// How what is measured is shown.
interface Report {
  /// The harnesses that there are.
  void list(List<Harness> harnesses);

  /// What comes before the first row.
  ///
  /// @param machine that measures, in words
  void begin(String machine);

  /// A row, as soon as it is known.
  void row(Row row);
}

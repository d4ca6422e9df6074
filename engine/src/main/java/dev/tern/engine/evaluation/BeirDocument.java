package dev.tern.engine.evaluation;

import dev.tern.encoder.TitledText;

/// A line of `corpus.jsonl` or `queries.jsonl`.
///
/// @param id not empty
/// @param title empty where the line has none
/// @param text may be empty
public record BeirDocument(String id, String title, String text) {
  /// What is encoded: title and text, as [TitledText#joined] has them.
  public String content() {
    return TitledText.joined(title, text);
  }
}

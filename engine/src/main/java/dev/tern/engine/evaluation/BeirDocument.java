package dev.tern.engine.evaluation;

/// A line of `corpus.jsonl` or `queries.jsonl`.
///
/// @param id not empty
/// @param title empty where the line has none
/// @param text may be empty
public record BeirDocument(String id, String title, String text) {
  /// What is encoded: the title, a blank and the text, without white space around.
  public String content() {
    return (title + " " + text).strip();
  }
}

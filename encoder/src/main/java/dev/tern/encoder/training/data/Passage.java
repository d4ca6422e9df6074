package dev.tern.encoder.training.data;

/// A query or a document.
///
/// @param id what score files call it; the text itself where it has no other name
/// @param text not blank
public record Passage(String id, String text) {
  /// A text that is its own id.
  public static Passage of(String text) {
    return new Passage(text, text);
  }
}

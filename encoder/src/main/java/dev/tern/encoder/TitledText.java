package dev.tern.encoder;

import java.util.Objects;

/// A document with a title, for models that read titles once more by themselves.
///
/// @param title may be empty
/// @param text may be empty
public record TitledText(String title, String text) {
  /// Refuses null.
  public TitledText {
    Objects.requireNonNull(title);
    Objects.requireNonNull(text);
  }

  /// A text without a title.
  public static TitledText of(String text) {
    return new TitledText("", text);
  }

  /// All there is to read: title and text [#joined]; a text without a title as it is.
  public String content() {
    return title.isEmpty() ? text : joined(title, text);
  }

  /// Title and text with a space between, without outer white space, as the BEIR evaluations have
  /// it.
  public static String joined(String title, String text) {
    return (title + " " + text).strip();
  }
}

package dev.tern.encoder.checkpoint;

/// Texts out of files, made fit for a one-line message: without control characters, not longer than
/// a line.
final class Quoted {
  private static final int LONGEST = 120;

  private Quoted() {}

  /// `text` in double quotes, cut after 120 characters.
  static String of(String text) {
    return '"' + plain(text) + '"';
  }

  /// `text` cut after 120 characters; control characters become `?`.
  static String plain(String text) {
    StringBuilder plain = new StringBuilder();
    int length = Math.min(text.length(), LONGEST);
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      plain.append(Character.isISOControl(c) ? '?' : c);
    }
    return plain.append(text.length() > LONGEST ? "..." : "").toString();
  }
}

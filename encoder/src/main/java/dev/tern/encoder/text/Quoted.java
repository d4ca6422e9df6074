package dev.tern.encoder.text;

/// Texts out of files, made fit for a one-line message: no longer than a line, and without
/// characters that move the cursor, change the direction of writing or cannot be printed.
public final class Quoted {
  private static final int LONGEST = 120;

  private Quoted() {}

  /// `text` in double quotes, cut after 120 characters.
  public static String of(String text) {
    return '"' + plain(text) + '"';
  }

  /// `text` cut after 120 characters; each that does not show becomes `?`.
  public static String plain(String text) {
    StringBuilder plain = new StringBuilder();
    text.codePoints().limit(LONGEST).map(c -> isShown(c) ? c : '?').forEach(plain::appendCodePoint);
    return plain
        .append(text.codePoints().skip(LONGEST).limit(1).count() > 0 ? "..." : "")
        .toString();
  }

  private static boolean isShown(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      default -> true;
    };
  }
}

package dev.tern.encoder.checkpoint;

/// Names out of files, made fit for a one-line message: in quotes, without control characters, not
/// longer than a line.
final class Quoted {
  private static final int LONGEST = 120;

  private Quoted() {}

  /// `name` in double quotes, cut after 120 characters; control characters become `?`.
  static String of(String name) {
    StringBuilder text = new StringBuilder("\"");
    int length = Math.min(name.length(), LONGEST);
    for (int i = 0; i < length; i++) {
      char c = name.charAt(i);
      text.append(Character.isISOControl(c) ? '?' : c);
    }
    return text.append(name.length() > LONGEST ? "...\"" : "\"").toString();
  }
}

package dev.tern.engine.evaluation;

import dev.tern.encoder.text.Quoted;

/// Columns of a line and the numbers in them, as the TREC and BEIR formats have them.
final class Columns {
  private Columns() {}

  /// Fills `columns` with the first columns of `line`, which any run of ASCII white space separates
  /// and may surround. A no-break space and the other spaces of Unicode separate nothing.
  ///
  /// @return the number of columns found; counting stops at one more than `columns.length`
  static int splitAtSpace(String line, String[] columns) {
    int count = 0;
    int at = 0;
    while (count <= columns.length) {
      while (at < line.length() && isSpace(line.charAt(at))) {
        at++;
      }
      if (at == line.length()) {
        break;
      }
      int from = at;
      while (at < line.length() && !isSpace(line.charAt(at))) {
        at++;
      }
      if (count < columns.length) {
        columns[count] = line.substring(from, at);
      }
      count++;
    }
    return count;
  }

  /// Whether C's `isspace` says so: blank, TAB, LF, VT, FF, CR.
  static boolean isSpace(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  /// Whether `text` is a decimal integer in ASCII, with or without a sign, of any length.
  static boolean isInteger(String text) {
    int from = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
    if (from == text.length()) {
      return false;
    }
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  /// The grade of a judgement: an integer that fits an `int`.
  static int grade(LineReader lines, String text) throws CollectionException {
    if (isInteger(text)) {
      try {
        return Integer.parseInt(text);
      } catch (NumberFormatException e) {
        // Too large for an int: refused below like everything that is no grade.
      }
    }
    throw lines.refusal(
        "a grade is an integer, found '" + Quoted.plain(text) + "'; correct the judgement");
  }

  /// The score of a result: a decimal number or an infinity, rounded to float32 by way of a double
  /// as C's `atof` and an assignment to a float do. `1e39` becomes infinity, `1e-46` becomes 0.
  static float score(LineReader lines, String text) throws CollectionException {
    int from = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
    String magnitude = text.substring(from);
    if (magnitude.equalsIgnoreCase("inf") || magnitude.equalsIgnoreCase("infinity")) {
      return text.startsWith("-") ? Float.NEGATIVE_INFINITY : Float.POSITIVE_INFINITY;
    }
    if (magnitude.equalsIgnoreCase("nan")) {
      throw lines.refusal("a score of NaN has no place in a ranking; correct the run");
    }
    // Java also reads "1d", "0x1p3" and surrounding control characters; a run holds none of them.
    if (isPlain(magnitude)) {
      try {
        return (float) Double.parseDouble(text);
      } catch (NumberFormatException e) {
        // Not a number after all, for example "1-2".
      }
    }
    throw lines.refusal(
        "a score is a decimal number, found '" + Quoted.plain(text) + "'; correct the run");
  }

  private static boolean isPlain(String number) {
    for (int i = 0; i < number.length(); i++) {
      char c = number.charAt(i);
      if ((c < '0' || c > '9') && "+-.eE".indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }
}

package dev.tern.engine.evaluation;

import dev.tern.encoder.text.Quoted;
import dev.tern.encoder.text.Utf8;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/// Writes the columns of TREC and BEIR files, gzipped where the name ends in `.gz`.
///
/// The formats have no quotes and no escapes, so an id that would be read back as something else is
/// refused. Callers check all ids before they open the file: a refusal leaves nothing behind.
final class TrecWriter {
  private TrecWriter() {}

  static BufferedWriter open(Path file) throws IOException {
    OutputStream out = Files.newOutputStream(file);
    try {
      OutputStream packed = file.toString().endsWith(".gz") ? new GZIPOutputStream(out) : out;
      return new BufferedWriter(new OutputStreamWriter(packed, StandardCharsets.UTF_8), 1 << 16);
    } catch (IOException e) {
      out.close();
      throw e;
    }
  }

  /// Refuses a column that is empty, holds ASCII white space, opens with a byte order mark or has
  /// half a surrogate pair.
  ///
  /// @param what the column's name in the message, for example `document id`
  static void requireColumn(Path file, String what, String text) throws CollectionException {
    requireText(file, what, text);
    if (text.chars().anyMatch(c -> Columns.isSpace((char) c))) {
      throw refusal(file, what, text, "holds white space, which separates columns there");
    }
  }

  /// Like [#requireColumn] for files whose columns only a TAB separates: blanks are allowed.
  static void requireTabColumn(Path file, String what, String text) throws CollectionException {
    requireText(file, what, text);
    if (text.chars().anyMatch(c -> c == '\t' || c == '\n' || c == '\r')) {
      throw refusal(file, what, text, "holds a tab or a line end, which separate columns there");
    }
  }

  private static void requireText(Path file, String what, String text) throws CollectionException {
    if (text.isEmpty()) {
      throw refusal(file, what, text, "is empty, which no column can be");
    }
    if (text.startsWith("\uFEFF")) {
      throw refusal(file, what, text, "opens with a byte order mark, which readers drop");
    }
    if (!Utf8.canCarry(text)) {
      throw refusal(file, what, text, "has half a surrogate pair, which UTF-8 cannot carry");
    }
  }

  private static CollectionException refusal(Path file, String what, String text, String why) {
    return new CollectionException(
        file.toString(),
        "the " + what + " '" + Quoted.plain(text) + "' " + why + "; use ids without it");
  }
}

package dev.tern.encoder.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.tern.testing.Shared;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/// Recorded outputs of the reference implementation (tokenizers 0.23.3).
final class Golden {
  static final TokenizerOptions AS_SPECIAL = new TokenizerOptions(true);
  static final TokenizerOptions AS_TEXT = TokenizerOptions.DEFAULT;

  private static final String ROOT = "/dev/tern/golden/tokenizer/";

  private Golden() {}

  static Map<String, Object> object(String line) {
    try {
      return JSON.std.mapFrom(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static InputStream resource(String path) {
    InputStream in = Golden.class.getResourceAsStream(ROOT + path);
    assertTrue(in != null, "missing test resource " + path);
    return in;
  }

  /// The lines of a gzipped test resource.
  static List<String> lines(String path) throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(new GZIPInputStream(resource(path)), StandardCharsets.UTF_8))) {
      return reader.lines().toList();
    }
  }

  static List<Map<String, Object>> rows(String path) throws IOException {
    return lines(path).stream().map(Golden::object).toList();
  }

  static List<Map<String, Object>> rows(Path file) throws IOException {
    return Shared.lines(file).stream().map(Golden::object).toList();
  }

  static Tokenizer tokenizer(String path, TokenizerOptions options) throws IOException {
    try (InputStream in = resource(path)) {
      return TokenizerFiles.readJson(in, path, options);
    }
  }

  static int[] ints(Object list) {
    return ((List<?>) list).stream().mapToInt(value -> (Integer) value).toArray();
  }

  /// Asserts `ids` (special tokens in the text count), `plain_ids` (they do not), `tokens` and
  /// `offsets` of every row, as far as a row has them.
  static void assertRows(
      List<Map<String, Object>> rows, Tokenizer asSpecial, Tokenizer asText, int leastRows) {
    assertTrue(rows.size() >= leastRows, "rows=" + rows.size());
    for (Map<String, Object> row : rows) {
      String text = (String) row.get("text");
      int[] ids = ints(row.get("ids"));
      assertArrayEquals(ids, asSpecial.encode(text, Integer.MAX_VALUE), () -> row.toString());
      int[] plain = row.containsKey("plain_ids") ? ints(row.get("plain_ids")) : ids;
      assertArrayEquals(plain, asText.encode(text, Integer.MAX_VALUE), () -> "plain " + row);
      TokenizedText tokenized = asSpecial.tokenize(text);
      int around = (ids.length - tokenized.size()) / 2;
      for (int i = 0; i < tokenized.size(); i++) {
        assertEquals(ids[i + around], tokenized.id(i), () -> row.toString());
        if (row.get("tokens") instanceof List<?> tokens) {
          assertEquals(
              tokens.get(i + around),
              asSpecial.vocabulary().token(tokenized.id(i)),
              () -> "" + row);
        }
        if (row.get("offsets") instanceof List<?> offsets) {
          int[] place = {tokenized.start(i), tokenized.end(i)};
          int at = i;
          assertArrayEquals(
              ints(offsets.get(i + around)), place, () -> "token " + at + " of " + row);
        }
      }
    }
  }
}

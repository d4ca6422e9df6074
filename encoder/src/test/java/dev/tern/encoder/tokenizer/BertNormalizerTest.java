package dev.tern.encoder.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.tern.testing.Randomized;
import java.io.IOException;
import java.io.InputStream;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The normaliser and the splitter, against the reference for all flags and all code points.
class BertNormalizerTest {
  private static final BertNormalizer UNCASED = normalizer(true, true, true, true);

  @Test
  void allCombinationsOfFlags() throws IOException {
    List<BertNormalizer> normalizers = new ArrayList<>();
    try (InputStream in = Golden.resource("bert-flags.json")) {
      for (Object combination : (List<?>) JSON.std.mapFrom(in).get("flags_in_order")) {
        Map<?, ?> flags = (Map<?, ?>) combination;
        boolean lowercase = (Boolean) flags.get("lowercase");
        Object strip = flags.get("strip_accents");
        normalizers.add(
            normalizer(
                (Boolean) flags.get("clean_text"),
                (Boolean) flags.get("handle_chinese_chars"),
                strip == null ? lowercase : (Boolean) strip,
                lowercase));
      }
    }
    assertEquals(24, normalizers.size());
    List<Map<String, Object>> rows = Golden.rows("bert-flags.jsonl.gz");
    assertTrue(rows.size() > 700, "rows=" + rows.size());
    for (Map<String, Object> row : rows) {
      String text = (String) row.get("text");
      Map<?, ?> normalized = (Map<?, ?>) row.get("normalized");
      List<?> values = (List<?>) normalized.get("values");
      int[] byFlags = Golden.ints(normalized.get("by_flags"));
      for (int i = 0; i < normalizers.size(); i++) {
        int combination = i;
        assertEquals(
            values.get(byFlags[i]),
            normalize(normalizers.get(i), text),
            () -> "flags " + combination + " of " + row);
      }
      assertEquals(row.get("words"), words(normalizers.getFirst(), text), () -> row.toString());
    }
  }

  @Test
  void everyCodePointUncased() throws IOException {
    assertSweep("codepoints-bert-uncased.tsv.gz", UNCASED);
  }

  @Test
  void everyCodePointCased() throws IOException {
    assertSweep("codepoints-bert-cased.tsv.gz", normalizer(true, true, false, false));
  }

  @Test
  void everyCodePointUncasedWithAccents() throws IOException {
    assertSweep("codepoints-bert-uncased-keep-accents.tsv.gz", normalizer(true, true, false, true));
  }

  /// The JDK knows more characters than the data of the tokenizer, but orders these the same way.
  @Randomized(runs = 50)
  void canonicalOrderIsThatOfUnicode(RandomGenerator random) {
    int[] marks = {0x302E, 0x302F, 0x1D165, 0x1D16D, 0x1B44, 0xA953, 0x1E000, 0x8D4, 0x8DB, 0x8D8};
    BertNormalizer stripOnly = normalizer(false, false, true, false);
    StringBuilder text = new StringBuilder("a");
    for (int i = random.nextInt(1, 40); i > 0; i--) {
      text.appendCodePoint(random.nextInt(12) == 0 ? 'b' : marks[random.nextInt(marks.length)]);
    }
    String expected = Normalizer.normalize(text, Normalizer.Form.NFD);
    assertEquals(expected, normalize(stripOnly, text.toString()), () -> hex(text.toString()));
  }

  @Test
  void loneSurrogatesAreReplacementCharacters() {
    BertNormalizer identity = normalizer(false, false, false, false);
    String text = "a\uD83Db\uDE00\uDE00c\uD83D";
    assertEquals("a\uFFFDb\uFFFD\uFFFDc\uFFFD", normalize(identity, text));
    assertEquals("abc", normalize(UNCASED, text));
  }

  private static void assertSweep(String table, BertNormalizer normalizer) throws IOException {
    int checked = 0;
    for (String line : Golden.lines(table)) {
      String[] columns = line.split("\t", -1);
      for (int c = Integer.parseInt(columns[0], 16); c <= Integer.parseInt(columns[1], 16); c++) {
        String actual = classify(c, normalizer);
        if (!actual.equals(columns[2] + "\t" + columns[3])) {
          assertEquals(columns[2] + "\t" + columns[3], actual, "U+" + Integer.toHexString(c));
        }
        checked++;
      }
    }
    assertEquals(1_112_064, checked);
  }

  /// What becomes of a code point between two letters, in the words of the table.
  private static String classify(int codePoint, BertNormalizer normalizer) {
    String self = Character.toString(codePoint);
    List<String> words = words(normalizer, "a" + self + "b");
    if (words.size() == 3) {
      boolean spaced = normalize(normalizer, "a" + self + "b").contains(" ");
      String value = words.get(1).equals(self) ? "" : hex(words.get(1));
      return (spaced ? "cjk\t" : "punct\t") + value;
    }
    if (words.size() == 2) {
      return "space\t";
    }
    String middle = words.getFirst().substring(1, words.getFirst().length() - 1);
    if (middle.isEmpty()) {
      return (BertCharacters.classes(codePoint) & BertCharacters.DROPPED) != 0
          ? "drop\t"
          : "accent\t";
    }
    if (middle.equals(self)) {
      return "keep\t";
    }
    boolean hangul = codePoint >= 0xAC00 && codePoint <= 0xD7A3;
    if (hangul && middle.equals(Normalizer.normalize(self, Normalizer.Form.NFD))) {
      return "hangul\t";
    }
    return "map\t" + hex(middle);
  }

  private static BertNormalizer normalizer(
      boolean clean, boolean chinese, boolean strip, boolean lowercase) {
    return new BertNormalizer(new BertNormalizer.Steps(clean, chinese, strip, lowercase));
  }

  private static String normalize(BertNormalizer normalizer, String text) {
    NormalizedText normalized = new NormalizedText();
    normalizer.normalize(text, 0, text.length(), 0, normalized);
    return normalized.toString();
  }

  private static List<String> words(BertNormalizer normalizer, String text) {
    List<String> words = new ArrayList<>();
    WordSplitter splitter =
        new WordSplitter(word -> words.add(word.toString()), new Word(Integer.MAX_VALUE));
    normalizer.normalize(text, 0, text.length(), 0, splitter);
    splitter.endWord();
    return words;
  }

  private static String hex(String text) {
    return text.codePoints()
        .mapToObj(c -> Integer.toHexString(c).toUpperCase(Locale.ROOT))
        .collect(Collectors.joining(" "));
  }
}

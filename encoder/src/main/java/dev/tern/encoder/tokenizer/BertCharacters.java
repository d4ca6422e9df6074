package dev.tern.encoder.tokenizer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.eclipse.collections.impl.map.mutable.primitive.IntIntHashMap;
import org.eclipse.collections.impl.map.mutable.primitive.IntObjectHashMap;

/// What BERT's normaliser and pre-tokenizer know about every code point.
///
/// The reference mixes Unicode versions (8 for categories, 9 for decompositions, 17 for lower
/// case), and `java.lang.Character` follows yet another that changes with the JDK. Models were
/// trained on the ids that came of it, so the data is frozen here, in `bert-characters.txt`; the
/// head of that file says what each line means.
final class BertCharacters {
  /// Removed when text is cleaned; also holds U+0000 and U+FFFD.
  static final int DROPPED = 1;

  /// White_Space.
  static final int SPACE = 2;

  /// Isolated by the pre-tokenizer.
  static final int PUNCTUATION = 4;

  /// Surrounded with spaces by the normaliser.
  static final int IDEOGRAPH = 8;

  /// Removed where accents are stripped.
  static final int MARK = 16;

  /// Has another lower case, see [#lower].
  static final int LOWERS = 32;

  /// Has a canonical decomposition: [#decomposition], or by arithmetic for Hangul syllables.
  static final int DECOMPOSES = 64;

  /// Has a canonical combining class other than 0, see [#combiningClass].
  static final int COMBINES = 128;

  /// The Hangul syllables are the range `[HANGUL, HANGUL + HANGUL_COUNT)`.
  static final int HANGUL = 0xAC00;

  static final int HANGUL_COUNT = 11_172;

  private static final byte[] CLASSES = new byte[Character.MAX_CODE_POINT + 1];
  private static final IntIntHashMap LOWER = new IntIntHashMap();
  private static final IntIntHashMap COMBINING_CLASS = new IntIntHashMap();
  private static final IntObjectHashMap<int[]> DECOMPOSITION = new IntObjectHashMap<>();

  static {
    try (InputStream in = BertCharacters.class.getResourceAsStream("bert-characters.txt");
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.startsWith("#")) {
          read(line.split(" "));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    mark(HANGUL, HANGUL + HANGUL_COUNT - 1, 1, DECOMPOSES);
  }

  private BertCharacters() {}

  /// The union of the constants that hold for a code point.
  static int classes(int codePoint) {
    return CLASSES[codePoint] & 0xFF;
  }

  /// The lower case of a code point of class [#LOWERS]: one code point, to which U+0130 alone adds
  /// a second, U+0307.
  static int lower(int codePoint) {
    return LOWER.get(codePoint);
  }

  /// The full canonical decomposition of a code point of class [#DECOMPOSES] that is not Hangul;
  /// not to be changed.
  static int[] decomposition(int codePoint) {
    return DECOMPOSITION.get(codePoint);
  }

  /// The canonical combining class, `[1, 254]`, of a code point of class [#COMBINES].
  static int combiningClass(int codePoint) {
    return COMBINING_CLASS.get(codePoint);
  }

  private static void read(String[] words) {
    int first = Integer.parseInt(words[1], 16);
    int last = words[0].equals("decompose") ? first : Integer.parseInt(words[2], 16);
    switch (words[0]) {
      case "drop" -> mark(first, last, 1, DROPPED);
      case "space" -> mark(first, last, 1, SPACE);
      case "punctuation" -> mark(first, last, 1, PUNCTUATION);
      case "ideograph" -> mark(first, last, 1, IDEOGRAPH);
      case "mark" -> mark(first, last, 1, MARK);
      case "lower" -> {
        int step = Integer.parseInt(words[3]);
        int distance = Integer.parseInt(words[4]);
        mark(first, last, step, LOWERS);
        for (int c = first; c <= last; c += step) {
          LOWER.put(c, c + distance);
        }
      }
      case "decompose" -> {
        mark(first, first, 1, DECOMPOSES);
        int[] parts = new int[words.length - 2];
        for (int i = 0; i < parts.length; i++) {
          parts[i] = Integer.parseInt(words[i + 2], 16);
        }
        DECOMPOSITION.put(first, parts);
      }
      case "combining" -> {
        mark(first, last, 1, COMBINES);
        int combiningClass = Integer.parseInt(words[3]);
        for (int c = first; c <= last; c++) {
          COMBINING_CLASS.put(c, combiningClass);
        }
      }
      default -> throw new IllegalStateException("unknown line of bert-characters: " + words[0]);
    }
  }

  private static void mark(int first, int last, int step, int bit) {
    for (int c = first; c <= last; c += step) {
      CLASSES[c] |= (byte) bit;
    }
  }
}

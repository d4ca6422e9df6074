package dev.tern.encoder.tokenizer;

import static dev.tern.encoder.tokenizer.BertCharacters.COMBINES;
import static dev.tern.encoder.tokenizer.BertCharacters.DECOMPOSES;
import static dev.tern.encoder.tokenizer.BertCharacters.DROPPED;
import static dev.tern.encoder.tokenizer.BertCharacters.HANGUL;
import static dev.tern.encoder.tokenizer.BertCharacters.HANGUL_COUNT;
import static dev.tern.encoder.tokenizer.BertCharacters.IDEOGRAPH;
import static dev.tern.encoder.tokenizer.BertCharacters.LOWERS;
import static dev.tern.encoder.tokenizer.BertCharacters.MARK;
import static dev.tern.encoder.tokenizer.BertCharacters.SPACE;

/// BERT's normaliser: four steps in this order, each of which may be off.
///
/// 1. *clean text*: control, format and private-use characters, U+0000 and U+FFFD vanish; white
///    space becomes a space. A line tabulation or a next-line control is a control and vanishes.
/// 2. *Chinese characters* get a space on either side, so that each becomes a word.
/// 3. *strip accents*: canonical decomposition, then non-spacing marks vanish. Hangul syllables
///    stay decomposed.
/// 4. *lowercase*, each code point by itself: no final sigma.
///
/// All steps run in one pass that looks at one code point at a time; only a run of combining marks
/// is held back, because its order may change ([CombiningRun]).
final class BertNormalizer {
  private static final int DOT_ABOVE = 0x307;
  private static final int I_WITH_DOT = 0x130;
  private static final int VANISHES = -1;

  private final boolean cleanText;
  private final boolean spaceIdeographs;
  private final boolean stripAccents;
  private final boolean lowercase;

  /// What becomes of each ASCII character, or [#VANISHES].
  private final int[] ascii = new int[128];

  /// The steps to take.
  ///
  /// @param stripAccents already decided; files that leave it open mean the value of `lowercase`
  record Steps(
      boolean cleanText, boolean spaceIdeographs, boolean stripAccents, boolean lowercase) {}

  BertNormalizer(Steps steps) {
    cleanText = steps.cleanText;
    spaceIdeographs = steps.spaceIdeographs;
    stripAccents = steps.stripAccents;
    lowercase = steps.lowercase;
    for (int c = 0; c < ascii.length; c++) {
      int classes = BertCharacters.classes(c);
      if (cleanText && (classes & DROPPED) != 0) {
        ascii[c] = VANISHES;
      } else if (cleanText && (classes & SPACE) != 0) {
        ascii[c] = ' ';
      } else {
        ascii[c] = lowercase && (classes & LOWERS) != 0 ? BertCharacters.lower(c) : c;
      }
    }
  }

  /// Sends the normal form of the UTF-16 range `[from, to)` of `text` to `sink`.
  ///
  /// @param source number of the code point at `from`, from which the sources count
  void normalize(String text, int from, int to, int source, CodePointSink sink) {
    new Pass(sink).normalize(text, from, to, source);
  }

  /// What normalises one text after the other for `sink`.
  Pass pass(CodePointSink sink) {
    return new Pass(sink);
  }

  /// One pass over a text at a time: the steps as a chain of methods, each calling the next.
  final class Pass {
    private final CodePointSink sink;
    private final CombiningRun run = new CombiningRun();
    private final CodePointSink ordered =
        (codePoint, source) -> keep(codePoint, BertCharacters.classes(codePoint), source);
    private boolean open = true;

    private Pass(CodePointSink sink) {
      this.sink = sink;
    }

    /// Sends the normal form of the UTF-16 range `[from, to)` of `text` to the sink, until that
    /// wants no more.
    ///
    /// A surrogate without its partner counts as U+FFFD, which is what it becomes in UTF-8.
    ///
    /// @param source number of the code point at `from`, from which the sources count
    void normalize(String text, int from, int to, int source) {
      open = true;
      for (int i = from; i < to && open; source++) {
        char unit = text.charAt(i);
        if (unit < ascii.length) {
          i++;
          ascii(ascii[unit], source);
        } else {
          int codePoint = unit;
          i++;
          if (Character.isSurrogate(unit)) {
            if (Character.isHighSurrogate(unit)
                && i < to
                && Character.isLowSurrogate(text.charAt(i))) {
              codePoint = Character.toCodePoint(unit, text.charAt(i++));
            } else {
              codePoint = 0xFFFD;
            }
          }
          clean(codePoint, source);
        }
      }
      finish();
    }

    void ascii(int mapped, int source) {
      if (mapped != VANISHES) {
        finish();
        open &= sink.accept(mapped, source);
      }
    }

    void clean(int codePoint, int source) {
      int classes = BertCharacters.classes(codePoint);
      if (cleanText && (classes & DROPPED) != 0) {
        return;
      }
      if (cleanText && (classes & SPACE) != 0) {
        ascii(' ', source);
      } else if (spaceIdeographs && (classes & IDEOGRAPH) != 0) {
        ascii(' ', source);
        strip(codePoint, classes, source);
        ascii(' ', source);
      } else {
        strip(codePoint, classes, source);
      }
    }

    private void strip(int codePoint, int classes, int source) {
      if (!stripAccents) {
        lower(codePoint, classes, source);
      } else if ((classes & DECOMPOSES) == 0) {
        reorder(codePoint, classes, false, source);
      } else if (codePoint >= HANGUL && codePoint < HANGUL + HANGUL_COUNT) {
        hangul(codePoint - HANGUL, source);
      } else {
        int[] parts = BertCharacters.decomposition(codePoint);
        for (int i = 0; i < parts.length; i++) {
          reorder(parts[i], BertCharacters.classes(parts[i]), i > 0, source);
        }
      }
    }

    /// The arithmetic decomposition of section 3.12 of the Unicode standard: 19 leading consonants
    /// x 21 vowels x 28 trailing consonants, the first of which is none.
    private void hangul(int syllable, int source) {
      finish();
      open &= sink.accept(0x1100 + syllable / 588, source);
      open &= sink.accept(0x1161 + syllable % 588 / 28, source);
      if (syllable % 28 != 0) {
        open &= sink.accept(0x11A7 + syllable % 28, source);
      }
    }

    private void reorder(int codePoint, int classes, boolean inserted, int source) {
      if ((classes & COMBINES) != 0) {
        run.add(codePoint, inserted, source);
      } else {
        finish();
        keep(codePoint, classes, source);
      }
    }

    /// Sends on the marks that were held back. Called before whatever is not part of the run.
    void finish() {
      if (!run.isEmpty()) {
        run.drain(ordered);
      }
    }

    private boolean keep(int codePoint, int classes, int source) {
      if ((classes & MARK) == 0) {
        lower(codePoint, classes, source);
      }
      return true;
    }

    private void lower(int codePoint, int classes, int source) {
      if (lowercase && (classes & LOWERS) != 0) {
        open &= sink.accept(BertCharacters.lower(codePoint), source);
        if (codePoint == I_WITH_DOT) {
          open &= sink.accept(DOT_ABOVE, source);
        }
      } else {
        open &= sink.accept(codePoint, source);
      }
    }
  }
}

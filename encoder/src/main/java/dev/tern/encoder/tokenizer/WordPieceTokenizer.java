package dev.tern.encoder.tokenizer;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.Collectors;

/// The tokenizer of BERT and its relatives.
///
/// Ids equal those of the fast tokenizers of Hugging Face for the same `tokenizer.json`.
public final class WordPieceTokenizer implements Tokenizer {
  /// Passes that are kept at most, a power of two.
  private static final int SLOTS = 32;

  /// Tokens that a pass that is kept has room for at most.
  private static final int LARGEST_KEPT = 1 << 14;

  private final Vocabulary vocabulary;
  private final BertNormalizer normalizer;
  private final WordPiece model;
  private final Template template;
  private final AddedTokenMatcher rawTokens;
  private final AddedTokenMatcher normalizedTokens;
  private final BitSet specialIds = new BitSet();
  private final AtomicReferenceArray<Pass> idle = new AtomicReferenceArray<>(SLOTS);

  /// The parts of a tokenizer as a file describes them.
  ///
  /// @param vocabulary all rows, added tokens included
  record Parts(
      Vocabulary vocabulary,
      List<AddedToken> addedTokens,
      BertNormalizer normalizer,
      WordPiece model,
      Template template) {}

  WordPieceTokenizer(Parts parts, TokenizerOptions options) {
    vocabulary = parts.vocabulary;
    normalizer = parts.normalizer;
    model = parts.model;
    template = parts.template;
    Map<Boolean, List<AddedToken>> added =
        parts.addedTokens.stream().collect(Collectors.partitioningBy(AddedToken::normalized));
    boolean inText = options.specialTokensInText();
    rawTokens = new AddedTokenMatcher(added.get(false), content -> content, inText);
    normalizedTokens = new AddedTokenMatcher(added.get(true), this::normalized, inText);
    parts.addedTokens.stream()
        .filter(AddedToken::special)
        .forEach(token -> specialIds.set(token.id()));
  }

  @Override
  public Vocabulary vocabulary() {
    return vocabulary;
  }

  @Override
  public boolean isSpecial(int id) {
    return id >= 0 && specialIds.get(id);
  }

  @Override
  public int[] encode(String text, int maxTokens) {
    int room = roomBesideSpecialTokens(maxTokens);
    Pass pass = take();
    int[] ids = template.around(pass.run(text, room, false));
    giveBack(pass);
    return ids;
  }

  @Override
  public int encode(String text, int[] ids) {
    int room = roomBesideSpecialTokens(ids.length);
    Pass pass = take();
    int count = template.around(pass.run(text, room, false), ids);
    giveBack(pass);
    return count;
  }

  private int roomBesideSpecialTokens(int maxTokens) {
    if (maxTokens < template.size()) {
      throw new IllegalArgumentException(
          "no room for the special tokens of the model: maxTokens="
              + maxTokens
              + " specialTokens="
              + template.size());
    }
    return maxTokens - template.size();
  }

  @Override
  public List<int[]> encodeWindows(String text, int maxTokens, int overlap) {
    int room = maxTokens - template.size();
    if (room < 1 || overlap < 0) {
      throw new IllegalArgumentException(
          "a window needs room for a token beside the special ones, and an overlap of at least 0:"
              + " maxTokens="
              + maxTokens
              + " specialTokens="
              + template.size()
              + " overlap="
              + overlap);
    }
    Pass pass = take();
    TokenSequence tokens = pass.run(text, Integer.MAX_VALUE, false);
    WordWindows cut = new WordWindows(tokens.wordStarts(), tokens.size(), room, overlap);
    List<int[]> windows = new ArrayList<>();
    int start = 0;
    int end = cut.end(start);
    windows.add(template.around(tokens, start, end));
    while (end < tokens.size()) {
      start = cut.next(end);
      end = cut.end(start);
      windows.add(template.around(tokens, start, end));
    }
    giveBack(pass);
    return windows;
  }

  @Override
  public int[] encodePlain(String text, int maxTokens) {
    if (maxTokens < 0) {
      throw new IllegalArgumentException("a negative number of tokens: maxTokens=" + maxTokens);
    }
    Pass pass = take();
    int[] ids = Template.NONE.around(pass.run(text, maxTokens, false));
    giveBack(pass);
    return ids;
  }

  @Override
  public TokenizedText tokenize(String text) {
    Pass pass = take();
    TokenizedText tokens = pass.run(text, Integer.MAX_VALUE, true).text();
    giveBack(pass);
    return tokens;
  }

  /// The pass that this thread has probably used last, since a new one for each text would be most
  /// of what a query allocates.
  private Pass take() {
    Pass pass = idle.getAndSet(slot(), null);
    return pass == null ? new Pass() : pass;
  }

  /// Keeps a pass that has come to its end for the next text, unless a text was very long.
  private void giveBack(Pass pass) {
    if (pass.tokens.capacity() <= LARGEST_KEPT) {
      idle.lazySet(slot(), pass);
    }
  }

  private static int slot() {
    return (int) Thread.currentThread().threadId() & (SLOTS - 1);
  }

  private String normalized(String content) {
    NormalizedText text = new NormalizedText();
    normalizer.normalize(content, 0, content.length(), 0, text);
    return text.toString();
  }

  /// One text at a time on its way through the stages.
  private final class Pass implements SegmentSink {
    private final TokenSequence tokens = new TokenSequence();
    private final WordSplitter splitter =
        new WordSplitter(
            word -> {
              tokens.startWord();
              model.tokenize(word, tokens);
              return !tokens.isFull();
            },
            model.newWord());
    private final BertNormalizer.Pass normalization = normalizer.pass(splitter);
    private String text = "";

    /// A place in the text in both ways of counting, so that neither is counted from 0 again.
    private int unit;

    private int codePoint;

    /// The tokens of a text, valid until the next.
    TokenSequence run(String text, int limit, boolean withPlaces) {
      this.text = Objects.requireNonNull(text, "text");
      unit = 0;
      codePoint = 0;
      tokens.begin(limit, withPlaces);
      splitter.begin();
      if (rawTokens.isIdle()) {
        text(0, text.length());
      } else {
        rawTokens.split(text, this);
      }
      this.text = ""; // so that it does not keep the text alive
      return tokens;
    }

    @Override
    public boolean text(int from, int to) {
      if (normalizedTokens.isIdle()) {
        normalization.normalize(text, from, to, codePointAt(from));
      } else {
        NormalizedText normalized = new NormalizedText();
        normalizer.normalize(text, from, to, codePointAt(from), normalized);
        normalizedTokens.split(normalized.text(), new NormalizedPass(normalized));
      }
      splitter.endWord();
      return !tokens.isFull();
    }

    @Override
    public boolean token(int id, int from, int to) {
      tokens.startWord();
      tokens.add(id, codePointAt(from), codePointAt(to));
      return !tokens.isFull();
    }

    private int codePointAt(int target) {
      codePoint +=
          target >= unit ? text.codePointCount(unit, target) : -text.codePointCount(target, unit);
      unit = target;
      return codePoint;
    }

    /// The second look for added tokens, in text that is normalised already.
    private final class NormalizedPass implements SegmentSink {
      private final NormalizedText normalized;

      NormalizedPass(NormalizedText normalized) {
        this.normalized = normalized;
      }

      @Override
      public boolean text(int from, int to) {
        normalized.send(from, to, splitter);
        splitter.endWord();
        return !tokens.isFull();
      }

      @Override
      public boolean token(int id, int from, int to) {
        tokens.startWord();
        tokens.add(id, normalized.source(from), normalized.source(to - 1) + 1);
        return !tokens.isFull();
      }
    }
  }
}

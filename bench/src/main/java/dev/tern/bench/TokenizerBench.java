package dev.tern.bench;

import dev.tern.bench.plain.PlainTokenizer;
import dev.tern.encoder.tokenizer.Tokenizer;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;

/// Tokens a second of a tokenizer, on one thread, against [PlainTokenizer].
///
/// @param tokenizer to be measured, of uncased BERT
/// @param texts to cut
record TokenizerBench(Tokenizer tokenizer, List<String> texts) {
  /// Compares all ids, then measures.
  Row run(Duel.Rounds rounds) throws IOException {
    PlainTokenizer plain = new PlainTokenizer(tokenizer.vocabulary());
    long tokens = 0;
    for (String text : texts) {
      int[] expected = plain.encodePlain(text);
      int[] actual = tokenizer.encodePlain(text, Integer.MAX_VALUE);
      if (!Arrays.equals(expected, actual)) {
        throw new WrongAnswerException(
            "the tokenizer and its plain definition cut this text differently: " + text);
      }
      tokens += expected.length;
    }
    return new Duel("tokenize", 1, Unit.TOKENS_PER_SECOND, "strings and a regular expression")
        .fight(
            rounds,
            new Duel.Side(
                tokens, () -> total(text -> tokenizer.encodePlain(text, Integer.MAX_VALUE).length)),
            new Duel.Side(tokens, () -> total(text -> plain.encodePlain(text).length)));
  }

  private long total(ToLongFunction<String> tokens) {
    return texts.stream().mapToLong(tokens).sum();
  }
}

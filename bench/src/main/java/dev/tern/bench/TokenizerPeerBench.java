package dev.tern.bench;

import com.sun.management.ThreadMXBean;
import dev.tern.bench.peers.HuggingFaceTokenizer;
import dev.tern.encoder.QueryEncoder;
import dev.tern.encoder.tokenizer.Tokenizer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/// Texts to ids and queries to vectors on one thread, against Hugging Face's tokenizers.
///
/// @param tokenizer of uncased BERT
/// @param queries inference-free, with the same tokenizer
/// @param peer with the same vocabulary
/// @param setting what is wanted
/// @param contest how long
record TokenizerPeerBench(
    Tokenizer tokenizer,
    QueryEncoder queries,
    HuggingFaceTokenizer peer,
    Harness.Setting setting,
    Contest contest) {
  /// Rows of texts and of queries.
  static final String TOKENIZE = "tokenize-scifact";

  static final String QUERY = "query-scifact";
  static final String MEMORY = "query-scifact-memory";
  static final String PEER = "hf";

  private static final double LEAST_BATCH = 3;
  private static final double LEAST_QUERY = 2;
  private static final int TEXTS_AT_ONCE = 256;
  private static final int MEMORY_ROUNDS = 9;
  private static final String TERN = "tern";

  /// Whether somebody wants one of the rows.
  static boolean wanted(Harness.Setting setting) {
    return List.of(TOKENIZE, QUERY, MEMORY).stream().anyMatch(row -> setting.wants(row, 1, PEER));
  }

  /// Compares the ids of all texts and queries, then measures.
  void run(Corpus corpus, Consumer<Row> rows) throws IOException {
    if (setting.wants(TOKENIZE, 1, PEER)) {
      setting.progress().accept("measuring " + TOKENIZE);
      rows.accept(texts(corpus.texts()));
    }
    if (setting.wants(QUERY, 1, PEER)) {
      setting.progress().accept("measuring " + QUERY);
      rows.accept(times(corpus.queries()));
    }
    if (setting.wants(MEMORY, 1, PEER)) {
      rows.accept(memory(corpus.queries()));
    }
  }

  private Row texts(List<String> texts) throws IOException {
    long tokens = compare(texts);
    Map<String, Duel.Work> contenders = new LinkedHashMap<>();
    contenders.put(TERN, () -> all(texts, this::plain));
    contenders.put(PEER, () -> batches(texts));
    Map<String, Samples> seconds = contest.run(contenders);
    return new Row(
            TOKENIZE,
            1,
            Unit.TOKENS_PER_SECOND,
            seconds.get(TERN).dividing((double) tokens),
            seconds.get(PEER).dividing((double) tokens),
            "HF tokenizers through JNI, " + TEXTS_AT_ONCE + " at once, equal ids")
        .withTarget(LEAST_BATCH);
  }

  private Row times(List<String> texts) throws IOException {
    compare(texts);
    Map<String, Duel.Work> contenders = new LinkedHashMap<>();
    contenders.put(TERN, () -> all(texts, queries::encode));
    contenders.put(PEER, () -> all(texts, peer::encode));
    Map<String, Samples> seconds = contest.run(contenders);
    return new Row(
            QUERY,
            1,
            Unit.MICROSECONDS,
            seconds.get(TERN).times(1e6 / texts.size()),
            seconds.get(PEER).times(1e6 / texts.size()),
            "HF tokenizers through JNI: ids alone, Tern: the vector")
        .withTarget(LEAST_QUERY);
  }

  private Row memory(List<String> texts) {
    return new Row(
        MEMORY,
        1,
        Unit.BYTES,
        bytes(texts, queries::encode),
        bytes(texts, peer::encode),
        "HF tokenizers through JNI, its Java heap alone");
  }

  private int[] plain(String text) {
    return tokenizer.encodePlain(text, Integer.MAX_VALUE);
  }

  /// Returns the number of tokens.
  private long compare(List<String> texts) {
    List<long[]> ids = batches(texts);
    long tokens = 0;
    for (int i = 0; i < texts.size(); i++) {
      long[] tern = Arrays.stream(plain(texts.get(i))).asLongStream().toArray();
      if (!Arrays.equals(tern, ids.get(i)) || !Arrays.equals(tern, peer.encode(texts.get(i)))) {
        throw new WrongAnswerException(
            "Tern and Hugging Face's tokenizers cut this text differently: " + texts.get(i));
      }
      tokens += tern.length;
    }
    return tokens;
  }

  private List<long[]> batches(List<String> texts) {
    List<long[]> ids = new ArrayList<>();
    for (int from = 0; from < texts.size(); from += TEXTS_AT_ONCE) {
      int end = Math.min(from + TEXTS_AT_ONCE, texts.size());
      ids.addAll(peer.encodeBatch(texts.subList(from, end)));
    }
    return ids;
  }

  /// The last answer, so that none can be left out.
  private static Object all(List<String> texts, Function<String, ?> answer) {
    Object last = texts;
    for (String text : texts) {
      last = answer.apply(text);
    }
    return last;
  }

  /// Bytes on the Java heap for each text.
  private static Samples bytes(List<String> texts, Function<String, ?> answer) {
    double[] bytes = new double[MEMORY_ROUNDS];
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (int round = -MEMORY_ROUNDS; round < MEMORY_ROUNDS; round++) { // The first ones warm up.
      long before = threads.getCurrentThreadAllocatedBytes();
      all(texts, answer);
      long after = threads.getCurrentThreadAllocatedBytes();
      bytes[Math.max(round, 0)] = (double) Math.max(1, after - before) / texts.size();
    }
    return Samples.of(bytes);
  }
}

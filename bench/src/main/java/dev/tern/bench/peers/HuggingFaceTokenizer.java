package dev.tern.bench.peers;

import ai.djl.huggingface.tokenizers.jni.LibUtils;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import com.fasterxml.jackson.jr.ob.JSON;
import dev.tern.encoder.tokenizer.Vocabulary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Hugging Face's tokenizers, written in Rust, through the native interface of the Deep Java
/// Library, and without what that adds above it: texts go in, ids come out, and nothing else is
/// fetched. No special tokens, no padding, nothing is cut; on one thread.
public final class HuggingFaceTokenizer implements AutoCloseable {
  /// The library starts a thread for each processor unless this variable says `false`.
  private static final String PARALLELISM = "TOKENIZERS_PARALLELISM";

  private static final TokenizersLibrary LIBRARY = TokenizersLibrary.LIB;

  private final long handle;

  private HuggingFaceTokenizer(long handle) {
    this.handle = handle;
  }

  /// The tokenizer of uncased BERT with a vocabulary.
  ///
  /// @param cache directory in which the native library is unpacked when it is first used
  public static HuggingFaceTokenizer uncasedBert(Vocabulary vocabulary, Path cache)
      throws IOException {
    CEnvironment.set(PARALLELISM, "false");
    // The native library is in the jar; nothing may be looked for elsewhere.
    System.setProperty("slf4j.internal.verbosity", "ERROR"); // There is no log to write to.
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
    System.setProperty("RUST_FLAVOR", "cpu");
    System.setProperty("DJL_CACHE_DIR", cache.toString());
    LibUtils.checkStatus();
    return new HuggingFaceTokenizer(
        LIBRARY.createTokenizerFromString(JSON.std.asString(description(vocabulary))));
  }

  /// What `tokenizer.json` of bert-base-uncased says, without special tokens: written in a text
  /// they are text.
  private static Map<String, Object> description(Vocabulary vocabulary) {
    Map<String, Integer> ids = new LinkedHashMap<>();
    for (int id = 0; id < vocabulary.size(); id++) {
      ids.put(vocabulary.token(id), id);
    }
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("type", "WordPiece");
    model.put("unk_token", "[UNK]");
    model.put("continuing_subword_prefix", "##");
    model.put("max_input_chars_per_word", 100);
    model.put("vocab", ids);
    Map<String, Object> normalizer = new LinkedHashMap<>();
    normalizer.put("type", "BertNormalizer");
    normalizer.put("clean_text", true);
    normalizer.put("handle_chinese_chars", true);
    normalizer.put("strip_accents", null);
    normalizer.put("lowercase", true);
    return Map.of(
        "version",
        "1.0",
        "added_tokens",
        List.of(),
        "normalizer",
        normalizer,
        "pre_tokenizer",
        Map.of("type", "BertPreTokenizer"),
        "model",
        model);
  }

  /// The ids of a text.
  public long[] encode(String text) {
    return ids(LIBRARY.encode(handle, text, false));
  }

  /// The ids of texts, handed over together.
  public List<long[]> encodeBatch(List<String> texts) {
    long[] encodings = LIBRARY.batchEncode(handle, texts.toArray(String[]::new), false);
    List<long[]> ids = new ArrayList<>();
    for (long encoding : encodings) {
      ids.add(ids(encoding));
    }
    return ids;
  }

  private static long[] ids(long encoding) {
    long[] ids = LIBRARY.getTokenIds(encoding);
    LIBRARY.deleteEncoding(encoding);
    return ids;
  }

  @Override
  public void close() {
    LIBRARY.deleteTokenizer(handle);
  }
}

package dev.tern.engine.collection;

import dev.tern.encoder.QueryTable;
import dev.tern.encoder.tokenizer.Tokenizer;
import dev.tern.encoder.tokenizer.TokenizerFiles;
import dev.tern.encoder.tokenizer.TokenizerOptions;
import dev.tern.engine.SparseIndex;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What queries need and an index keeps, as attachments: the files of a tokenizer, if it is not the
/// bundled one, and a table of query weights as little-endian float32, `weights[token id]`.
///
/// @param tokenizerFiles by name; empty for the bundled vocabulary
/// @param table of query weights, for inference-free queries
record QueryMaterial(Map<String, byte[]> tokenizerFiles, Optional<QueryTable> table) {
  private static final String TOKENIZER = "tokenizer/";
  private static final String TABLE = "query-weights.f32";
  private static final List<String> TOKENIZER_FILES =
      List.of("tokenizer.json", "vocab.txt", "tokenizer_config.json", "special_tokens_map.json");

  /// Reads what an index keeps.
  static QueryMaterial of(SparseIndex index) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    for (String name : TOKENIZER_FILES) {
      index.attachment(TOKENIZER + name).ifPresent(bytes -> files.put(name, bytes));
    }
    return new QueryMaterial(files, index.attachment(TABLE).map(QueryMaterial::table));
  }

  /// What is to be attached to an index.
  Map<String, byte[]> attachments() {
    Map<String, byte[]> attachments = new TreeMap<>();
    tokenizerFiles.forEach((name, bytes) -> attachments.put(TOKENIZER + name, bytes));
    table.ifPresent(weights -> attachments.put(TABLE, bytes(weights)));
    return attachments;
  }

  /// The tokenizer of the texts.
  Tokenizer tokenizer() throws IOException {
    return tokenizerFiles.isEmpty()
        ? TokenizerFiles.bertBaseUncased()
        : TokenizerFiles.read(
            tokenizerFiles, "the tokenizer in the index", TokenizerOptions.DEFAULT);
  }

  private static QueryTable table(byte[] bytes) {
    FloatBuffer floats = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    float[] weights = new float[floats.remaining()];
    floats.get(weights);
    return QueryTable.of(weights);
  }

  private static byte[] bytes(QueryTable table) {
    ByteBuffer bytes =
        ByteBuffer.allocate(table.size() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int id = 0; id < table.size(); id++) {
      bytes.putFloat(table.weight(id));
    }
    return bytes.array();
  }
}

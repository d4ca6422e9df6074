package dev.tern.engine.collection;

import dev.tern.encoder.ExpansionTable;
import dev.tern.encoder.QueryTable;
import dev.tern.encoder.QueryWeighting;
import dev.tern.encoder.checkpoint.ExpansionFile.Entry;
import dev.tern.encoder.tokenizer.Tokenizer;
import dev.tern.encoder.tokenizer.TokenizerFiles;
import dev.tern.encoder.tokenizer.TokenizerOptions;
import dev.tern.engine.SparseIndex;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What queries need and an index keeps, as attachments: the files of a tokenizer, if it is not the
/// bundled one, and what [QueryWeighting] says: a table of query weights as float32, `weights[token
/// id]`, and beside it the exponent of repetition as float32 with the entries of the expansion,
/// each an int32 token, an int32 other and a float32 factor. All little-endian.
///
/// @param tokenizerFiles by name; empty for the bundled vocabulary
/// @param weighting of tokens, for inference-free queries
record QueryMaterial(Map<String, byte[]> tokenizerFiles, Optional<QueryWeighting> weighting) {
  private static final String TOKENIZER = "tokenizer/";
  private static final int ENTRY_BYTES = 2 * Integer.BYTES + Float.BYTES;
  private static final String TABLE = "query-weights.f32";
  private static final String RULES = "query-rules";
  private static final List<String> TOKENIZER_FILES =
      List.of("tokenizer.json", "vocab.txt", "tokenizer_config.json", "special_tokens_map.json");

  /// Reads what an index keeps.
  static QueryMaterial of(SparseIndex index) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    for (String name : TOKENIZER_FILES) {
      index.attachment(TOKENIZER + name).ifPresent(bytes -> files.put(name, bytes));
    }
    Optional<byte[]> table = index.attachment(TABLE);
    return new QueryMaterial(
        files,
        table.isEmpty()
            ? Optional.empty()
            : Optional.of(weighting(table.get(), index.attachment(RULES))));
  }

  /// What is to be attached to an index.
  Map<String, byte[]> attachments() {
    Map<String, byte[]> attachments = new TreeMap<>();
    tokenizerFiles.forEach((name, bytes) -> attachments.put(TOKENIZER + name, bytes));
    weighting.ifPresent(each -> {
      attachments.put(TABLE, bytes(each.table()));
      attachments.put(RULES, rules(each));
    });
    return attachments;
  }

  /// The tokenizer of the texts.
  Tokenizer tokenizer() throws IOException {
    return tokenizerFiles.isEmpty()
        ? TokenizerFiles.bertBaseUncased()
        : TokenizerFiles.read(
            tokenizerFiles, "the tokenizer in the index", TokenizerOptions.DEFAULT);
  }

  /// @param rules absent in indexes of versions that had none
  private static QueryWeighting weighting(byte[] table, Optional<byte[]> rules) throws IOException {
    if (rules.isEmpty()) {
      return QueryWeighting.of(table(table));
    }
    ByteBuffer bytes = ByteBuffer.wrap(rules.get()).order(ByteOrder.LITTLE_ENDIAN);
    try {
      float repetition = bytes.getFloat();
      List<Entry> entries = new ArrayList<>();
      while (bytes.hasRemaining()) {
        entries.add(new Entry(bytes.getInt(), bytes.getInt(), bytes.getFloat()));
      }
      return new QueryWeighting(table(table), repetition, ExpansionTable.of(entries));
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new IOException(
          "the rules for queries in the index are damaged; build the index again", e);
    }
  }

  private static byte[] rules(QueryWeighting weighting) {
    List<Entry> entries = weighting.expansion().entries();
    ByteBuffer bytes =
        ByteBuffer.allocate(Float.BYTES + entries.size() * ENTRY_BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.putFloat(weighting.repetition());
    for (Entry entry : entries) {
      bytes.putInt(entry.token()).putInt(entry.other()).putFloat(entry.factor());
    }
    return bytes.array();
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

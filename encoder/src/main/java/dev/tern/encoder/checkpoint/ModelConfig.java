package dev.tern.encoder.checkpoint;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/// The sizes and switches of a transformer, as its `config.json` gives them.
///
/// @param modelType `bert` or `distilbert`
/// @param hiddenSize H, a multiple of `heads`
/// @param layers L
/// @param heads A
/// @param intermediateSize F
/// @param vocabularySize V, rows of the word embeddings
/// @param maxPositions rows of the position embeddings, which is the most tokens of one text; at
///   least 2, since every text has `[CLS]` and `[SEP]`
/// @param typeVocabularySize rows of the token type embeddings, 0 where the model has none
/// @param layerNormEps added to the variance
/// @param activation of the feed-forward blocks and the MLM head
/// @param padTokenId in `[0, V)`
/// @param tieWordEmbeddings whether the decoder of the MLM head is the word embeddings unless the
///   checkpoint holds one of its own
public record ModelConfig(
    String modelType,
    int hiddenSize,
    int layers,
    int heads,
    int intermediateSize,
    int vocabularySize,
    int maxPositions,
    int typeVocabularySize,
    double layerNormEps,
    HiddenActivation activation,
    int padTokenId,
    boolean tieWordEmbeddings) {
  /// The key of `config.json` that says how weights are stored, where they are not plain floats.
  /// The libraries that know other methods refuse those they do not know.
  public static final String QUANTIZATION = "quantization_config";

  /// The method of [Int8Matrix].
  public static final String INT8 = "tern-int8";

  // Beyond every published encoder; they keep products of two sizes within a long, and let a
  // damaged file be refused here and not where memory runs out.
  private static final int MAX_WIDTH = 1 << 17;
  private static final int MAX_LAYERS = 1 << 10;
  private static final int MAX_VOCABULARY = 1 << 24;
  private static final int MAX_POSITIONS = 1 << 20;

  /// Reads `config.json` of a directory.
  ///
  /// @throws CheckpointException if it is missing or not JSON, if its `model_type` is not supported
  ///   or if a value is out of range; the message names the file and the key
  /// @throws IOException if it cannot be read
  public static ModelConfig read(Path directory) throws IOException {
    JsonDocument config = JsonDocument.read(directory.resolve("config.json"));
    if (config.has(QUANTIZATION) && !INT8.equals(config.object(QUANTIZATION).get("quant_method"))) {
      throw config.refusal(
          QUANTIZATION, "absent, or of the method " + INT8 + "; take the unquantised weights");
    }
    String type = config.text("model_type").orElse("");
    return switch (type) {
      case "bert" -> bert(config);
      case "distilbert" -> distilBert(config);
      default -> throw config.refusal("model_type", "a supported one, bert or distilbert");
    };
  }

  /// Copies `config.json` from one directory to another, saying there how weights are stored.
  ///
  /// @param method of [#QUANTIZATION]
  /// @throws IOException if it cannot be read, or exists there already
  public static void copyWithMethod(Path from, Path to, String method) throws IOException {
    Map<String, Object> values =
        new LinkedHashMap<>(JsonDocument.read(from.resolve("config.json")).values());
    values.put(QUANTIZATION, Map.of("quant_method", method));
    Files.writeString(
        to.resolve("config.json"),
        JSON.std
                .with(JSON.Feature.PRETTY_PRINT_OUTPUT, JSON.Feature.WRITE_NULL_PROPERTIES)
                .asString(values)
            + "\n",
        StandardOpenOption.CREATE_NEW);
  }

  private static ModelConfig bert(JsonDocument config) throws CheckpointException {
    String positions = config.text("position_embedding_type").orElse("absolute");
    if (!positions.equals("absolute")) {
      throw config.refusal("position_embedding_type", "absolute, the only one supported");
    }
    if (config.flag("is_decoder", false)) {
      throw config.refusal("is_decoder", "false, since only encoders are supported");
    }
    int vocabularySize = config.integer("vocab_size", 1, MAX_VOCABULARY);
    return new ModelConfig(
        "bert",
        hiddenSize(config, "hidden_size", "num_attention_heads"),
        config.integer("num_hidden_layers", 1, MAX_LAYERS),
        config.integer("num_attention_heads", 1, MAX_WIDTH),
        config.integer("intermediate_size", 1, MAX_WIDTH),
        vocabularySize,
        config.integer("max_position_embeddings", 2, MAX_POSITIONS, 512),
        config.integer("type_vocab_size", 1, MAX_WIDTH, 2),
        eps(config, "layer_norm_eps"),
        activation(config, "hidden_act"),
        config.integer("pad_token_id", 0, vocabularySize - 1, 0),
        config.flag("tie_word_embeddings", true));
  }

  private static ModelConfig distilBert(JsonDocument config) throws CheckpointException {
    int vocabularySize = config.integer("vocab_size", 1, MAX_VOCABULARY);
    return new ModelConfig(
        "distilbert",
        hiddenSize(config, "dim", "n_heads"),
        config.integer("n_layers", 1, MAX_LAYERS),
        config.integer("n_heads", 1, MAX_WIDTH),
        config.integer("hidden_dim", 1, MAX_WIDTH),
        vocabularySize,
        config.integer("max_position_embeddings", 2, MAX_POSITIONS, 512),
        0,
        1e-12,
        activation(config, "activation"),
        config.integer("pad_token_id", 0, vocabularySize - 1, 0),
        config.flag("tie_word_embeddings", true));
  }

  private static int hiddenSize(JsonDocument config, String key, String headsKey)
      throws CheckpointException {
    int hiddenSize = config.integer(key, 1, MAX_WIDTH);
    int heads = config.integer(headsKey, 1, MAX_WIDTH);
    if (hiddenSize % heads != 0) {
      throw config.refusal(key, "a multiple of " + headsKey + ", which is " + heads);
    }
    return hiddenSize;
  }

  private static double eps(JsonDocument config, String key) throws CheckpointException {
    double eps = config.number(key, 1e-12);
    if (!(eps > 0 && eps < 1)) {
      throw config.refusal(key, "a number above 0 and below 1");
    }
    return eps;
  }

  private static HiddenActivation activation(JsonDocument config, String key)
      throws CheckpointException {
    String name = config.text(key).orElse("gelu");
    return HiddenActivation.named(name)
        .orElseThrow(() -> config.refusal(key, "gelu, gelu_new or relu"));
  }

  /// D, the width of one attention head: H / A.
  public int headSize() {
    return hiddenSize / heads;
  }
}

package dev.tern.bench;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.tern.encoder.tokenizer.TokenizerFiles;
import dev.tern.encoder.tokenizer.Vocabulary;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// A SPLADE model of a published shape with random weights, for measurements whose time does not
/// depend on the weights: normally distributed with a deviation of 0.04, those of LayerNorm 0.1
/// around 1 and 0, and the decoder is the word embeddings.
///
/// @param hiddenSize H
/// @param layers L
/// @param heads A
/// @param intermediateSize F
record RandomModel(int hiddenSize, int layers, int heads, int intermediateSize) {
  /// The shape of `google/bert_uncased_L-2_H-128_A-2`: 2 layers, 128 wide.
  static final RandomModel TINY = new RandomModel(128, 2, 2, 512);

  /// The shape of `microsoft/MiniLM-L6-H384-uncased`: 6 layers, 384 wide.
  static final RandomModel MINILM = new RandomModel(384, 6, 12, 1536);

  /// The shape of `bert-base-uncased`: 12 layers, 768 wide.
  static final RandomModel BERT_BASE = new RandomModel(768, 12, 12, 3072);

  private static final int POSITIONS = 512;
  private static final int TYPES = 2;
  private static final float DEVIATION = 0.04f;
  private static final float NORM_DEVIATION = 0.1f;

  /// Writes a Hugging Face directory, with the vocabulary of uncased BERT.
  ///
  /// @param directory new or empty
  void write(Path directory, long seed) throws IOException {
    Files.createDirectories(directory);
    Vocabulary vocabulary = TokenizerFiles.bertBaseUncased().vocabulary();
    try (OutputStream out = Files.newOutputStream(directory.resolve("vocab.txt"))) {
      for (int id = 0; id < vocabulary.size(); id++) {
        out.write((vocabulary.token(id) + "\n").getBytes(StandardCharsets.UTF_8));
      }
    }
    Files.writeString(directory.resolve("config.json"), JSON.std.asString(config(vocabulary)));
    Map<String, List<Integer>> shapes = shapes(vocabulary.size());
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    try (OutputStream out =
        new BufferedOutputStream(
            Files.newOutputStream(directory.resolve("model.safetensors")), 1 << 16)) {
      byte[] header = header(shapes);
      ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      out.write(length.putLong(header.length).array());
      out.write(header);
      for (Map.Entry<String, List<Integer>> tensor : shapes.entrySet()) {
        write(tensor.getKey(), size(tensor.getValue()), random, out);
      }
    }
  }

  private Map<String, Object> config(Vocabulary vocabulary) {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("model_type", "bert");
    config.put("hidden_size", hiddenSize);
    config.put("num_hidden_layers", layers);
    config.put("num_attention_heads", heads);
    config.put("intermediate_size", intermediateSize);
    config.put("vocab_size", vocabulary.size());
    config.put("max_position_embeddings", POSITIONS);
    config.put("type_vocab_size", TYPES);
    config.put("hidden_act", "gelu");
    return config;
  }

  private Map<String, List<Integer>> shapes(int vocabularySize) {
    Map<String, List<Integer>> shapes = new LinkedHashMap<>();
    shapes.put("bert.embeddings.word_embeddings.weight", List.of(vocabularySize, hiddenSize));
    shapes.put("bert.embeddings.position_embeddings.weight", List.of(POSITIONS, hiddenSize));
    shapes.put("bert.embeddings.token_type_embeddings.weight", List.of(TYPES, hiddenSize));
    norm(shapes, "bert.embeddings.LayerNorm");
    for (int i = 0; i < layers; i++) {
      String layer = "bert.encoder.layer." + i;
      for (String part : List.of("query", "key", "value")) {
        linear(shapes, layer + ".attention.self." + part, hiddenSize, hiddenSize);
      }
      linear(shapes, layer + ".attention.output.dense", hiddenSize, hiddenSize);
      norm(shapes, layer + ".attention.output.LayerNorm");
      linear(shapes, layer + ".intermediate.dense", intermediateSize, hiddenSize);
      linear(shapes, layer + ".output.dense", hiddenSize, intermediateSize);
      norm(shapes, layer + ".output.LayerNorm");
    }
    linear(shapes, "cls.predictions.transform.dense", hiddenSize, hiddenSize);
    norm(shapes, "cls.predictions.transform.LayerNorm");
    shapes.put("cls.predictions.bias", List.of(vocabularySize));
    return shapes;
  }

  private static void linear(
      Map<String, List<Integer>> shapes, String name, int outputs, int inputs) {
    shapes.put(name + ".weight", List.of(outputs, inputs));
    shapes.put(name + ".bias", List.of(outputs));
  }

  private void norm(Map<String, List<Integer>> shapes, String name) {
    shapes.put(name + ".weight", List.of(hiddenSize));
    shapes.put(name + ".bias", List.of(hiddenSize));
  }

  private static byte[] header(Map<String, List<Integer>> shapes) throws IOException {
    Map<String, Object> entries = new LinkedHashMap<>();
    long offset = 0;
    for (Map.Entry<String, List<Integer>> tensor : shapes.entrySet()) {
      long end = offset + size(tensor.getValue()) * (long) Float.BYTES;
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("dtype", "F32");
      entry.put("shape", tensor.getValue());
      entry.put("data_offsets", List.of(offset, end));
      entries.put(tensor.getKey(), entry);
      offset = end;
    }
    return JSON.std.asString(entries).getBytes(StandardCharsets.UTF_8);
  }

  private static int size(List<Integer> shape) {
    return shape.stream().reduce(1, Math::multiplyExact);
  }

  private static void write(String name, int size, RandomGenerator random, OutputStream out)
      throws IOException {
    boolean norm = name.contains("LayerNorm");
    float mean = norm && name.endsWith("weight") ? 1 : 0;
    float deviation = norm ? NORM_DEVIATION : DEVIATION;
    ByteBuffer values = ByteBuffer.allocate(size * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < size; i++) {
      values.putFloat(mean + deviation * (float) random.nextGaussian());
    }
    out.write(values.array());
  }
}

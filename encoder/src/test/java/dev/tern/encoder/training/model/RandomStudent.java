package dev.tern.encoder.training.model;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.tern.encoder.checkpoint.Checkpoint;
import dev.tern.encoder.checkpoint.ModelConfig;
import dev.tern.encoder.checkpoint.PoolingConfig;
import dev.tern.encoder.checkpoint.SafetensorsWriter;
import dev.tern.encoder.checkpoint.SafetensorsWriter.Tensor;
import dev.tern.encoder.training.optimiser.Parameter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// Checkpoints of BERT with random weights, of any size.
final class RandomStudent {
  static final String DECODER = "cls.predictions.decoder.weight";

  private RandomStudent() {}

  /// Writes a checkpoint, with a decoder of its own unless that is tied.
  ///
  /// @param directory new or empty
  static void write(ModelConfig config, Path directory, RandomGenerator random) throws IOException {
    int h = config.hiddenSize();
    int f = config.intermediateSize();
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    add(tensors, random, "bert.embeddings.word_embeddings.weight", config.vocabularySize(), h);
    add(tensors, random, "bert.embeddings.position_embeddings.weight", config.maxPositions(), h);
    add(tensors, random, "bert.embeddings.token_type_embeddings.weight", 2, h);
    norm(tensors, random, "bert.embeddings.LayerNorm", h);
    for (int i = 0; i < config.layers(); i++) {
      String layer = "bert.encoder.layer." + i;
      for (String part : List.of("query", "key", "value")) {
        linear(tensors, random, layer + ".attention.self." + part, h, h);
      }
      linear(tensors, random, layer + ".attention.output.dense", h, h);
      norm(tensors, random, layer + ".attention.output.LayerNorm", h);
      linear(tensors, random, layer + ".intermediate.dense", f, h);
      linear(tensors, random, layer + ".output.dense", h, f);
      norm(tensors, random, layer + ".output.LayerNorm", h);
    }
    linear(tensors, random, "cls.predictions.transform.dense", h, h);
    norm(tensors, random, "cls.predictions.transform.LayerNorm", h);
    add(tensors, random, "cls.predictions.bias", config.vocabularySize());
    if (!config.tieWordEmbeddings()) {
      add(tensors, random, DECODER, config.vocabularySize(), h);
    }
    SafetensorsWriter.write(directory.resolve("model.safetensors"), tensors, _ -> {});
    Map<String, Object> sizes = new TreeMap<>();
    sizes.put("model_type", "bert");
    sizes.put("hidden_size", h);
    sizes.put("num_hidden_layers", config.layers());
    sizes.put("num_attention_heads", config.heads());
    sizes.put("intermediate_size", f);
    sizes.put("vocab_size", config.vocabularySize());
    sizes.put("max_position_embeddings", config.maxPositions());
    Files.writeString(directory.resolve("config.json"), JSON.std.asString(sizes));
  }

  private static void linear(
      Map<String, Tensor> tensors, RandomGenerator random, String name, int outputs, int inputs) {
    add(tensors, random, name + ".weight", outputs, inputs);
    add(tensors, random, name + ".bias", outputs);
  }

  private static void norm(
      Map<String, Tensor> tensors, RandomGenerator random, String name, int h) {
    add(tensors, random, name + ".weight", h);
    add(tensors, random, name + ".bias", h);
  }

  private static void add(
      Map<String, Tensor> tensors, RandomGenerator random, String name, long... shape) {
    long size = 1;
    for (long dimension : shape) {
      size *= dimension;
    }
    boolean isScale = name.endsWith("LayerNorm.weight");
    float[] values = new float[(int) size];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() * 0.3 + (isScale ? 1 : 0));
    }
    List<Long> dimensions = shape.length == 1 ? List.of(shape[0]) : List.of(shape[0], shape[1]);
    tensors.put(name, new Tensor.Float32(dimensions, () -> values));
  }

  static Student load(ModelConfig config, Path directory, PoolingConfig pooling, int threads)
      throws IOException {
    try (Checkpoint checkpoint = Checkpoint.open(directory)) {
      return Student.load(checkpoint, config, pooling, threads);
    }
  }

  /// The weights in double precision.
  static Map<String, double[]> weights(Student student) {
    Map<String, double[]> weights = new TreeMap<>();
    for (Parameter parameter : student.parameters()) {
      double[] values = new double[parameter.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = parameter.values()[i];
      }
      weights.put(parameter.name(), values);
    }
    return weights;
  }
}

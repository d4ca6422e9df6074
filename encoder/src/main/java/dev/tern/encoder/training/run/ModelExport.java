package dev.tern.encoder.training.run;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.tern.encoder.checkpoint.Checkpoint;
import dev.tern.encoder.checkpoint.CheckpointException;
import dev.tern.encoder.checkpoint.SafetensorsWriter;
import dev.tern.encoder.checkpoint.SafetensorsWriter.Tensor;
import dev.tern.encoder.checkpoint.SpladeActivation;
import dev.tern.encoder.checkpoint.TransformerSide;
import dev.tern.encoder.tokenizer.TokenizerFiles;
import dev.tern.encoder.tokenizer.TokenizerOptions;
import dev.tern.encoder.tokenizer.Vocabulary;
import dev.tern.encoder.training.optimiser.Parameter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Writes a trained model as a directory that transformers, sentence-transformers and Tern load: in
/// the layout of the repositories that OpenSearch publishes, with the transformer at the root.
///
/// ```
/// config.json, model.safetensors          as in the source, with the trained weights in F32
/// tokenizer files                         copies
/// sentence_bert_config.json               how many tokens of a text count
/// modules.json, config_sentence_transformers.json
/// document_1_SpladePooling/config.json    the activation
/// with a table of query weights also
///   idf.json                              {token: weight}
///   router_config.json                    queries by the table, documents by the transformer
///   query_0_SparseStaticEmbedding/        the table as a tensor, tokenizer files
/// README.md                               the model card
/// ```
///
/// @param source whose names, shapes and other tensors are kept
/// @param activation of the vectors
/// @param maxTokens of a text
/// @param card the text of README.md
record ModelExport(
    TransformerSide source, SpladeActivation activation, int maxTokens, String card) {
  private static final List<String> TOKENIZER_FILES =
      List.of(
          "tokenizer.json",
          "vocab.txt",
          "tokenizer_config.json",
          "special_tokens_map.json",
          "added_tokens.json");
  private static final Set<String> FLOATS = Set.of("F32", "F16", "BF16", "F64");

  private static final String CLASSES = "sentence_transformers.sparse_encoder.models.";
  private static final String POOLING = "document_1_SpladePooling";
  private static final String TABLE = "query_0_SparseStaticEmbedding";

  /// Writes into a new directory.
  ///
  /// @param parameters trained, under the names of the checkpoint
  /// @param table weight of each token, for queries without a model
  /// @throws CheckpointException if the source is not what it was
  /// @throws IOException if a file cannot be read or written
  void write(Path target, List<Parameter> parameters, Optional<float[]> table) throws IOException {
    Files.createDirectories(target);
    Files.copy(source.folder().resolve("config.json"), target.resolve("config.json"));
    weights(target.resolve("model.safetensors"), parameters);
    tokenizer(target);
    json(
        target.resolve("sentence_bert_config.json"),
        ordered("max_seq_length", maxTokens, "do_lower_case", false));
    json(
        target.resolve("config_sentence_transformers.json"),
        ordered(
            "model_type",
            "SparseEncoder",
            "__version__",
            Map.of("sentence_transformers", "5.0.0"),
            "prompts",
            ordered("query", "", "document", ""),
            "similarity_fn_name",
            "dot"));
    Path pooling = Files.createDirectory(target.resolve(POOLING));
    json(
        pooling.resolve("config.json"),
        ordered(
            "pooling_strategy",
            "max",
            "activation_function",
            activation == SpladeActivation.LOG1P_RELU ? "relu" : "log1p_relu"));
    if (table.isPresent()) {
      router(target, table.get());
    } else {
      json(
          target.resolve("modules.json"),
          List.of(
              module(0, "", CLASSES + "MLMTransformer"),
              module(1, POOLING, CLASSES + "SpladePooling")));
    }
    Files.writeString(target.resolve("README.md"), card);
  }

  private static Map<String, Object> module(int number, String path, String type) {
    return ordered("idx", number, "name", "" + number, "path", path, "type", type);
  }

  private void weights(Path file, List<Parameter> parameters) throws IOException {
    Map<String, Parameter> trained = new HashMap<>();
    parameters.forEach(parameter -> trained.put(parameter.name(), parameter));
    try (Checkpoint checkpoint = Checkpoint.open(source.folder())) {
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      for (String name : checkpoint.names()) {
        int[] shape = Arrays.stream(checkpoint.shape(name)).mapToInt(Math::toIntExact).toArray();
        List<Long> dimensions = Arrays.stream(shape).asLongStream().boxed().toList();
        Parameter parameter = trained.remove(name);
        if (parameter != null) {
          tensors.put(name, new Tensor.Float32(dimensions, parameter::values));
        } else if (FLOATS.contains(checkpoint.type(name))) {
          tensors.put(name, new Tensor.Float32(dimensions, () -> checkpoint.read(name, shape)));
        }
      }
      if (!trained.isEmpty()) {
        throw new CheckpointException(
            checkpoint
                + " has no tensor of the name "
                + trained.keySet().iterator().next()
                + " any more; export with the model that the run began with");
      }
      SafetensorsWriter.write(file, tensors, _ -> {});
    }
  }

  private void tokenizer(Path target) throws IOException {
    for (String name : TOKENIZER_FILES) {
      if (Files.exists(source.tokenizer().resolve(name))) {
        Files.copy(source.tokenizer().resolve(name), target.resolve(name));
      }
    }
  }

  private void router(Path target, float[] table) throws IOException {
    json(
        target.resolve("modules.json"),
        List.of(module(0, "", "sentence_transformers.models.Router")));
    json(
        target.resolve("router_config.json"),
        ordered(
            "types",
                ordered(
                    TABLE,
                    CLASSES + "SparseStaticEmbedding",
                    "",
                    CLASSES + "MLMTransformer",
                    POOLING,
                    CLASSES + "SpladePooling"),
            "structure", ordered("query", List.of(TABLE), "document", List.of("", POOLING)),
            "parameters", ordered("default_route", "document", "allow_empty_key", true)));
    Path folder = Files.createDirectory(target.resolve(TABLE));
    json(folder.resolve("config.json"), ordered("frozen", true));
    tokenizer(folder);
    SafetensorsWriter.write(
        folder.resolve("model.safetensors"),
        Map.of("weight", new Tensor.Float32(List.of((long) table.length), () -> table)),
        _ -> {});
    Vocabulary vocabulary =
        TokenizerFiles.read(source.tokenizer(), TokenizerOptions.DEFAULT).vocabulary();
    Map<String, Object> idf = new LinkedHashMap<>();
    for (int id = 0; id < Math.min(table.length, vocabulary.size()); id++) {
      if (table[id] > 0) {
        idf.put(vocabulary.token(id), table[id]);
      }
    }
    json(target.resolve("idf.json"), idf);
  }

  private static Map<String, Object> ordered(Object... keysAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }

  private static void json(Path file, Object value) throws IOException {
    Files.writeString(file, JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(value) + "\n");
  }
}

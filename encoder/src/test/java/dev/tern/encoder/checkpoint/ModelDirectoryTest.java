package dev.tern.encoder.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.testing.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class ModelDirectoryTest {
  private static final String CONFIG =
      """
      {"model_type": "bert", "hidden_size": 8, "num_hidden_layers": 1, "num_attention_heads": 1,
       "intermediate_size": 4, "vocab_size": 10, "max_position_embeddings": 128}
      """;

  private static final Optional<PoolingConfig> SINGLE_LOG =
      Optional.of(new PoolingConfig.Splade(SpladeActivation.LOG1P_RELU));
  private static final Optional<PoolingConfig> DOUBLE_LOG =
      Optional.of(new PoolingConfig.Splade(SpladeActivation.LOG1P_LOG1P_RELU));

  @TempDir private Path directory;

  @Test
  void aPlainDirectoryHasATransformerForBothSidesAndSaysNothingOfPooling() throws IOException {
    plain();
    TransformerSide side = document();
    assertEquals(directory, side.folder());
    assertEquals(directory, side.tokenizer());
    assertEquals(128, side.maxTokens());
    assertEquals(Optional.empty(), side.pooling());
    assertEquals(side, ModelDirectory.open(directory).querySide());
  }

  @Test
  void theLengthIsThatOfTheLibraryThenOfTheTokenizerThenOfThePositions() throws IOException {
    plain();
    write("tokenizer_config.json", "{\"model_max_length\": 64}");
    assertEquals(64, document().maxTokens());
    write("tokenizer_config.json", "{\"model_max_length\": 1000000000000000019884624838656}");
    assertEquals(128, document().maxTokens());
    write("sentence_bert_config.json", "{\"max_seq_length\": 32, \"do_lower_case\": false}");
    assertEquals(32, document().maxTokens());
    write("sentence_bert_config.json", "{\"max_seq_length\": 512}");
    assertEquals(128, document().maxTokens());
    write("sentence_bert_config.json", "{\"max_seq_length\": null}");
    write("tokenizer_config.json", "{\"model_max_length\": 16, \"do_lower_case\": true}");
    assertEquals(16, document().maxTokens());
    write("sentence_bert_config.json", "{\"do_lower_case\": true}");
    assertEquals(16, document().maxTokens());
    write("tokenizer_config.json", "{\"do_lower_case\": false}");
    assertRefused("\"do_lower_case\"", this::document);
    Files.delete(directory.resolve("sentence_bert_config.json"));
    write("tokenizer_config.json", "{\"model_max_length\": 1}");
    assertRefused("at least 2", this::document);
    write("tokenizer_config.json", "{\"model_max_length\": \"16\"}");
    assertRefused("at least 2", this::document);
  }

  @Test
  void readsSpladePoolingUnderOldAndNewClassPaths() throws IOException {
    plain();
    write("1_SpladePooling/config.json", "{\"activation_function\": \"relu\"}");
    for (String[] types :
        new String[][] {
          {
            "sentence_transformers.sparse_encoder.models.MLMTransformer.MLMTransformer",
            "sentence_transformers.sparse_encoder.models.SpladePooling.SpladePooling",
          },
          {
            "sentence_transformers.base.modules.transformer.Transformer",
            "sentence_transformers.sparse_encoder.modules.splade_pooling.SpladePooling",
          },
        }) {
      modules("", types[0], "1_SpladePooling", types[1]);
      assertEquals(SINGLE_LOG, document().pooling());
      assertInstanceOf(TransformerSide.class, ModelDirectory.open(directory).querySide());
    }
    write("1_SpladePooling/config.json", "{\"activation_function\": \"log1p_relu\"}");
    assertEquals(DOUBLE_LOG, document().pooling());
    write("1_SpladePooling/config.json", "{\"pooling_strategy\": \"sum\"}");
    assertRefused("\"pooling_strategy\"", this::document);
    write("1_SpladePooling/config.json", "{\"activation_function\": \"tanh\"}");
    assertRefused("\"activation_function\"", this::document);
    Files.delete(directory.resolve("1_SpladePooling/config.json"));
    assertRefused("is missing", this::document);
  }

  @Test
  void readsDensePoolingInBothForms() throws IOException {
    plain();
    String old = "sentence_transformers.models.";
    modules("", old + "Transformer", "1_Pooling", old + "Pooling");
    write(
        "1_Pooling/config.json",
        "{\"pooling_mode_cls_token\": false, \"pooling_mode_mean_tokens\": true}");
    assertEquals(
        Optional.of(new PoolingConfig.Dense(TokenPooling.MEAN, false)), document().pooling());
    modules(
        "", old + "Transformer", "1_Pooling", old + "Pooling", "2_Normalize", old + "Normalize");
    assertEquals(
        Optional.of(new PoolingConfig.Dense(TokenPooling.MEAN, true)), document().pooling());
    write("1_Pooling/config.json", "{\"pooling_mode\": \"cls\", \"embedding_dimension\": 8}");
    assertEquals(
        Optional.of(new PoolingConfig.Dense(TokenPooling.CLS, true)), document().pooling());
    write("1_Pooling/config.json", "{\"pooling_mode\": \"lasttoken\"}");
    assertRefused("\"pooling_mode\"", this::document);
    write(
        "1_Pooling/config.json",
        "{\"pooling_mode_cls_token\": true, \"pooling_mode_max_tokens\": true}");
    assertRefused("[pooling_mode_cls_token, pooling_mode_max_tokens]", this::document);
    modules("", old + "Transformer", "2_Dense", old + "Dense");
    assertRefused("sentence_transformers.models.Dense", this::document);
    modules("", "my_own.Transformer");
    assertRefused("\"my_own.Transformer\"", this::document);
    modules("1_Pooling", old + "Pooling");
    assertRefused("names no transformer at the beginning", this::document);
  }

  @Test
  void foldersThatLeadOutOfTheDirectoryAreRefused() throws IOException {
    plain();
    for (String folder :
        new String[] {"..", "../x", "/etc", "a/../../b", "a//b", "C:\\\\x", "a/"}) {
      modules(folder, "sentence_transformers.models.Transformer");
      assertRefused("is not one inside", this::document);
    }
  }

  @Test
  void aRouterHasItsOwnRoutes() throws IOException {
    write("document_0_MLMTransformer/config.json", CONFIG);
    write("document_0_MLMTransformer/tokenizer.json", "{}");
    write("query_0_IDF/vocab.txt", "a\n");
    write("query_0_IDF/idf.json", "{}");
    write("1_SpladePooling/config.json", "{}");
    modules("", "sentence_transformers.models.Router");
    String types =
        """
        "types": {"query_0_IDF": "sentence_transformers.sparse_encoder.models.IDF.IDF",
         "document_0_MLMTransformer": "sentence_transformers.sparse_encoder.models.MLMTransformer",
         "1_SpladePooling": "sentence_transformers.sparse_encoder.models.SpladePooling"}
        """;
    String document = "[\"document_0_MLMTransformer\", \"1_SpladePooling\"]";
    write(
        "router_config.json",
        "{%s, \"structure\": {\"query\": [\"query_0_IDF\"], \"document\": %s}}"
            .formatted(types, document));
    assertEquals(directory.resolve("document_0_MLMTransformer"), document().folder());
    assertEquals(SINGLE_LOG, document().pooling());
    Path query = directory.resolve("query_0_IDF");
    assertEquals(
        new TableSide(query.resolve("idf.json"), query, Integer.MAX_VALUE),
        ModelDirectory.open(directory).querySide());
    write(
        "router_config.json",
        "{%s, \"structure\": {\"document\": %s}, \"parameters\": {\"default_route\": \"document\"}}"
            .formatted(types, document));
    assertEquals(document(), ModelDirectory.open(directory).querySide());
    write("router_config.json", "{%s, \"structure\": {\"query\": [\"x\"]}}".formatted(types));
    assertRefused("no type for the folder \"x\"", ModelDirectory.open(directory)::querySide);
    assertRefused("with the route document", this::document);
  }

  @Test
  void aDirectoryOfTheFirstOpenSearchModelsHasATableAndNoPipeline() throws IOException {
    plain();
    write("query_token_weights.txt", "a\t1.5\n");
    assertEquals(
        new TableSide(directory.resolve("query_token_weights.txt"), directory, Integer.MAX_VALUE),
        ModelDirectory.open(directory).querySide());
    write("idf.json", "{}");
    write("tokenizer_config.json", "{\"model_max_length\": 512}");
    assertEquals(
        new TableSide(directory.resolve("idf.json"), directory, 512),
        ModelDirectory.open(directory).querySide());
    write("document_1_SpladePooling/config.json", "{\"activation_function\": \"log1p_relu\"}");
    assertEquals(DOUBLE_LOG, document().pooling());
    // A table and a tokenizer are enough to encode queries.
    Files.delete(directory.resolve("config.json"));
    assertInstanceOf(TableSide.class, ModelDirectory.open(directory).querySide());
    assertRefused("config.json is missing", this::document);
  }

  @Test
  void findsTheSnapshotOfAHubCache() throws IOException {
    plain();
    Path repository = directory.resolve("models--a--b");
    Path snapshot = Files.createDirectories(repository.resolve("snapshots").resolve("0a1b"));
    Files.createDirectories(repository.resolve("blobs"));
    for (String name : new String[] {"config.json", "tokenizer.json"}) {
      Files.move(directory.resolve(name), repository.resolve("blobs").resolve(name));
      Files.createSymbolicLink(snapshot.resolve(name), Path.of("..", "..", "blobs", name));
    }
    assertEquals(snapshot, ModelDirectory.open(repository).documentSide().folder());
    Files.createDirectories(repository.resolve("snapshots").resolve("ffff"));
    assertRefused("no snapshot of a main revision", () -> ModelDirectory.open(repository));
    write("models--a--b/refs/main", "0a1b\n");
    assertEquals(snapshot, ModelDirectory.open(repository).documentSide().folder());
    write("models--a--b/refs/main", "../..");
    assertRefused("is not one inside", () -> ModelDirectory.open(repository));
  }

  @Test
  void whatIsMissingIsNamed() throws IOException {
    assertRefused("is not a directory", () -> ModelDirectory.open(directory.resolve("x")));
    assertRefused("config.json is missing", this::document);
    write("config.json", CONFIG);
    assertRefused("neither tokenizer.json nor vocab.txt", this::document);
    write("modules.json", "{}");
    assertRefused("must be a JSON array", this::document);
    write("modules.json", "[3]");
    assertRefused("must be a JSON object", this::document);
    write("modules.json", "[{}]");
    assertRefused("\"type\"", this::document);
    write("modules.json", "[]");
    assertRefused("names no transformer", this::document);
  }

  @Test
  void resolvesTheDirectoriesOfTheReferenceLibrary() throws IOException {
    Path router = Shared.golden("encoder/router-tiny/model");
    TransformerSide document = ModelDirectory.open(router).documentSide();
    assertEquals(router.resolve("document_0_Transformer"), document.folder());
    assertEquals(64, document.maxTokens());
    assertEquals(DOUBLE_LOG, document.pooling());
    Path query = router.resolve("query_0_SparseStaticEmbedding");
    assertEquals(
        new TableSide(query.resolve("model.safetensors"), query, 64),
        ModelDirectory.open(router).querySide());

    Path openSearch = Shared.golden("encoder/opensearch-tiny/model");
    TransformerSide root = ModelDirectory.open(openSearch).documentSide();
    assertEquals(openSearch, root.folder());
    assertEquals(128, root.maxTokens());
    assertEquals(SINGLE_LOG, root.pooling());
    assertInstanceOf(TableSide.class, ModelDirectory.open(openSearch).querySide());

    Path siamese = Shared.golden("encoder/sparse-encoder-tiny/model");
    assertEquals(SINGLE_LOG, ModelDirectory.open(siamese).documentSide().pooling());
    assertEquals(64, ModelDirectory.open(siamese).documentSide().maxTokens());

    Path dense = Shared.golden("encoder/bert-dense-tiny");
    assertEquals(
        Optional.of(new PoolingConfig.Dense(TokenPooling.CLS, true)),
        ModelDirectory.open(dense.resolve("model-cls")).documentSide().pooling());
    TransformerSide miniLm = ModelDirectory.open(Shared.model("all-MiniLM-L6-v2")).documentSide();
    assertEquals(Optional.of(new PoolingConfig.Dense(TokenPooling.MEAN, true)), miniLm.pooling());
    assertEquals(256, miniLm.maxTokens());
  }

  private TransformerSide document() throws IOException {
    return ModelDirectory.open(directory).documentSide();
  }

  private void plain() throws IOException {
    write("config.json", CONFIG);
    write("tokenizer.json", "{}");
  }

  /// Writes `modules.json` from pairs of folder and type.
  private void modules(String... foldersAndTypes) throws IOException {
    StringBuilder json = new StringBuilder("[");
    for (int i = 0; i < foldersAndTypes.length; i += 2) {
      json.append(i == 0 ? "" : ",")
          .append("{\"idx\": %d, \"name\": \"%d\", ".formatted(i / 2, i / 2))
          .append("\"path\": \"%s\", ".formatted(foldersAndTypes[i]))
          .append("\"type\": \"%s\"}".formatted(foldersAndTypes[i + 1]));
    }
    write("modules.json", json.append("]").toString());
  }

  private void write(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static void assertRefused(String expected, Executable open) {
    String message = assertThrows(CheckpointException.class, open).getMessage();
    assertTrue(message.contains(expected), message);
    assertEquals(1, message.lines().count(), message);
  }
}

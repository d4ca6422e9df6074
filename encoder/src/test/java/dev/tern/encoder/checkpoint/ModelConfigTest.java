package dev.tern.encoder.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelConfigTest {
  private static final String BERT =
      """
      {"model_type": "bert", "hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 4,
       "intermediate_size": 80, "vocab_size": 1146, "max_position_embeddings": 128,
       "type_vocab_size": 3, "layer_norm_eps": 1e-5, "hidden_act": "gelu_new", "pad_token_id": 7,
       "tie_word_embeddings": false, "bos_token_id": null, "unknown": [1, {"key": null}]}
      """;

  private static final String DISTILBERT =
      """
      {"model_type": "distilbert", "dim": 48, "n_layers": 6, "n_heads": 3, "hidden_dim": 96,
       "vocab_size": 100, "max_position_embeddings": 64, "activation": "relu",
       "sinusoidal_pos_embds": false, "pad_token_id": null}
      """;

  @TempDir private Path directory;

  @Test
  void readsBertAndDistilBertWithTheirOwnNames() throws IOException {
    assertEquals(
        new ModelConfig(
            "bert", 32, 2, 4, 80, 1146, 128, 3, 1e-5, HiddenActivation.GELU_TANH, 7, false),
        read(BERT));
    assertEquals(
        new ModelConfig(
            "distilbert", 48, 6, 3, 96, 100, 64, 0, 1e-12, HiddenActivation.RELU, 0, true),
        read(DISTILBERT));
    assertEquals(16, read(DISTILBERT).headSize());
  }

  @Test
  void valuesThatMayBeAbsentHaveTheDefaultsOfTheReference() throws IOException {
    ModelConfig config =
        read(
            """
            {"model_type": "bert", "hidden_size": 8, "num_hidden_layers": 1, "vocab_size": 10,
             "num_attention_heads": 1, "intermediate_size": 4}
            """);
    assertEquals(
        new ModelConfig("bert", 8, 1, 1, 4, 10, 512, 2, 1e-12, HiddenActivation.GELU_ERF, 0, true),
        config);
  }

  @Test
  void refusesWhatCannotBeComputed() throws IOException {
    assertRefused("\"model_type\"", BERT.replace("\"bert\"", "\"gpt2\""));
    assertRefused("bert or distilbert, found \"gpt2\"", BERT.replace("\"bert\"", "\"gpt2\""));
    assertRefused("it is absent", BERT.replace("model_type", "model"));
    assertRefused("a multiple of num_attention_heads, which is 5", BERT.replace(": 4,", ": 5,"));
    assertRefused("\"hidden_size\"", BERT.replace("32", "0"));
    assertRefused("\"hidden_size\"", BERT.replace("32", "-32"));
    assertRefused("\"hidden_size\"", BERT.replace("32", "32.5"));
    assertRefused("\"hidden_size\"", BERT.replace("32", "\"32\""));
    assertRefused("\"hidden_size\"", BERT.replace("32", "2147483647"));
    assertRefused("\"hidden_size\"", BERT.replace("32", "99999999999999999999999"));
    assertRefused("\"num_hidden_layers\"", BERT.replace("num_hidden_layers", "n_layers"));
    assertRefused("\"max_position_embeddings\"", BERT.replace("128", "1"));
    assertRefused("\"vocab_size\"", BERT.replace("1146", "1e9"));
    assertRefused("\"layer_norm_eps\"", BERT.replace("1e-5", "-1"));
    assertRefused("\"pad_token_id\"", BERT.replace(": 7,", ": 1146,"));
    assertRefused("\"hidden_act\"", BERT.replace("gelu_new", "silu"));
    assertRefused("\"tie_word_embeddings\"", BERT.replace("false", "0"));
    assertRefused(
        "\"position_embedding_type\"",
        BERT.replace("\"unknown\"", "\"position_embedding_type\": \"relative_key\", \"unknown\""));
    assertRefused("is not valid JSON", BERT.substring(0, 100));
    assertRefused("goes on after the end", BERT + "{}");
    assertRefused("must be a JSON object", "[]");
    assertRefused("must be a JSON object", "null");
    assertRefused("is not valid JSON", "");
    assertRefused("is not valid JSON", "[".repeat(100_000));
    assertRefused("is not valid JSON", "{\"a\": 1, \"a\": 2}");
    Files.write(directory.resolve("config.json"), new byte[] {'{', (byte) 0xff, '}'});
    assertRefused("is not valid UTF-8");
    try (RandomAccessFile file =
        new RandomAccessFile(directory.resolve("config.json").toFile(), "rw")) {
      file.setLength(20_000_001);
    }
    assertRefused("has 20000001 bytes, more than the 20000000 that are read");
    Files.delete(directory.resolve("config.json"));
    assertRefused("is missing");
  }

  private ModelConfig read(String json) throws IOException {
    Files.writeString(directory.resolve("config.json"), json);
    return ModelConfig.read(directory);
  }

  private void assertRefused(String expected, String json) throws IOException {
    Files.writeString(directory.resolve("config.json"), json);
    assertRefused(expected);
  }

  private void assertRefused(String expected) {
    String message =
        assertThrows(CheckpointException.class, () -> ModelConfig.read(directory)).getMessage();
    assertTrue(message.contains(expected), message);
    assertTrue(message.contains("config.json"), message);
    assertEquals(1, message.lines().count(), message);
  }
}

package dev.tern.encoder.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.testing.Shared;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueryWeightFileTest {
  private static final List<String> VOCABULARY = List.of("[UNK]", "a", "b", "\t", "é\u2028");

  @TempDir private Path directory;

  @Test
  void whatIdfDoesNotNameWeighsNothing() throws IOException {
    assertArrayEquals(
        new float[] {0, 1.5f, 2, 0.25f, 3},
        read("idf.json", "{\"a\": 1.5, \"b\": 2, \"\\t\": 25e-2, \"é\u2028\": 3}"));
    assertArrayEquals(new float[] {0, 1, 0, 0, 0}, read("idf.json", "{\"a\": 1}"));
  }

  @Test
  void whatTheListOfLinesDoesNotNameWeighsOne() throws IOException {
    assertArrayEquals(
        new float[] {1, 1.5f, 0, 4, 5},
        read("query_token_weights.txt", "a\t1.5\nb\t0\n\t\t4\né\u2028\t5"));
    assertArrayEquals(new float[] {1, 1, 1, 1, 1}, read("query_token_weights.txt", ""));
  }

  @Test
  void readsTheTensorOfAnEmbeddingAndCutsItsPadding() throws IOException {
    float[] rows = {1, 2, 3, 4, 5, 9, 9, 9};
    Path file = tensor(rows);
    float[] expected = {1, 2, 3, 4, 5};
    assertArrayEquals(expected, QueryWeightFile.read(file, 5, VOCABULARY::indexOf));
    assertRefused("one weight for each of the 9 tokens", file, 9);
    assertRefused("row 1 of tensor", tensor(new float[] {1, -1, 1, 1, 1}), 5);
    assertRefused(
        "1 value that is not finite, NaN at [4]", tensor(new float[] {1, 1, 1, 1, Float.NaN}), 5);
  }

  @Test
  void tableAndVocabularyMustAgree() throws IOException {
    assertRefused("the token \"c\", which is not in the vocabulary", "idf.json", "{\"c\": 1}");
    assertRefused("has no query weights", "idf.json", "{}");
    assertRefused("has no number", "idf.json", "{\"a\": \"1\"}");
    assertRefused("has no number", "idf.json", "{\"a\": null}");
    assertRefused("weight -1.0", "idf.json", "{\"a\": -1}");
    assertRefused("weight 1.0E39", "idf.json", "{\"a\": 1e39}");
    assertRefused("is not valid JSON", "idf.json", "{\"a\": 1, \"a\": 2}");
    assertRefused("is not valid JSON", "idf.json", "{\"a\": NaN}");
    String lines = "query_token_weights.txt";
    assertRefused("line 2 has the token \"c\"", lines, "a\t1\nc\t1\n");
    assertRefused("line 2 has the token \"a\" again", lines, "a\t1\na\t1\n");
    assertRefused("line 1 must be a token, a tab and a weight", lines, "a 1\n");
    assertRefused("line 1 must be a token, a tab and a weight", lines, "\t1\n");
    assertRefused("line 1 must be a token, a tab and a weight", lines, "17\n");
    assertRefused("line 2 must be", lines, "a\t1\n\n");
    assertRefused("weight NaN", lines, "a\tNaN");
    assertRefused("weight Infinity", lines, "a\tInfinity");
    Path file = directory.resolve("idf.json");
    Files.write(file, "{\"\u00e9\": 1}".getBytes(StandardCharsets.ISO_8859_1));
    assertRefused("is not valid UTF-8", file, 5);
  }

  @Test
  void theThreeFormsOfOneTableAreEqual() throws IOException {
    Path model = Shared.golden("encoder/opensearch-tiny/model");
    List<String> vocabulary = Shared.lines(model.resolve("vocab.txt"));
    float[] idf = read(model.resolve("idf.json"), vocabulary);
    assertEquals(1146, idf.length);
    assertArrayEquals(idf, read(model.resolve("query_token_weights.txt"), vocabulary));
    assertArrayEquals(
        idf, read(model.resolve("query_0_SparseStaticEmbedding/model.safetensors"), vocabulary));
  }

  private static float[] read(Path file, List<String> vocabulary) throws IOException {
    return QueryWeightFile.read(file, vocabulary.size(), vocabulary::indexOf);
  }

  private Path tensor(float[] rows) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(rows.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(rows);
    SafetensorsBytes file = new SafetensorsBytes();
    file.add("weight", "F32", bytes.array(), rows.length);
    return Files.write(directory.resolve("model.safetensors"), file.toBytes());
  }

  private float[] read(String name, String text) throws IOException {
    return read(Files.writeString(directory.resolve(name), text), VOCABULARY);
  }

  private void assertRefused(String expected, String name, String text) throws IOException {
    assertRefused(expected, Files.writeString(directory.resolve(name), text), VOCABULARY.size());
  }

  private static void assertRefused(String expected, Path file, int size) {
    String message =
        assertThrows(
                CheckpointException.class,
                () -> QueryWeightFile.read(file, size, VOCABULARY::indexOf))
            .getMessage();
    assertTrue(message.contains(expected), message);
    assertTrue(message.contains(file.getFileName().toString()), message);
    assertEquals(1, message.lines().count(), message);
  }
}

package dev.tern.encoder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.encoder.checkpoint.CheckpointException;
import dev.tern.encoder.tokenizer.Tokenizer;
import dev.tern.encoder.tokenizer.TokenizerFiles;
import dev.tern.encoder.tokenizer.TokenizerOptions;
import dev.tern.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueryEncoderTest {
  private static final Path MODEL = Golden.resource("encoder/router-tiny/model");
  private static final Path QUERY = MODEL.resolve("query_0_SparseStaticEmbedding");

  @TempDir private Path directory;

  @Test
  void queriesEqualThoseOfTheReferenceExactly() throws IOException {
    GoldenVectors golden = GoldenVectors.read(MODEL.getParent());
    QueryOptions reference =
        QueryOptions.DEFAULT.withKeepSpecialTokens(true).withSpecialTokensInText(true);
    try (QueryEncoder encoder = QueryEncoder.load(MODEL, reference)) {
      for (int i = 0; i < golden.texts("queries").size(); i++) {
        assertEquals(
            golden.vectors("queries").get(i), encoder.encode(golden.texts("queries").get(i)));
      }
    }
  }

  @Test
  void specialTokensAreNeutralByDefault() throws IOException {
    try (QueryEncoder encoder = QueryEncoder.load(MODEL)) {
      SparseVector river = encoder.encode("river");
      assertEquals(1, river.size());
      // Unknown words weigh nothing, and brackets are brackets.
      assertEquals(river, encoder.encode("river \u0e01"));
      SparseVector brackets = encoder.encode("[SEP] river");
      assertTrue(brackets.size() > 1, brackets.toString());
      for (int id : brackets.ids()) {
        assertTrue(!encoder.tokenizer().isSpecial(id), brackets.toString());
      }
      assertTrue(encoder.encode("").isEmpty());
      assertTrue(encoder.encode("   ").isEmpty());
    }
  }

  @Test
  void aTokenCountsOnceAndTheLimitCountsTokens() throws IOException {
    Tokenizer tokenizer = TokenizerFiles.read(QUERY, TokenizerOptions.DEFAULT);
    try (QueryEncoder encoder = QueryEncoder.binary(tokenizer)) {
      SparseVector vector = encoder.encode("The river, the RIVER and the city!");
      for (float weight : vector.weights()) {
        assertEquals(1f, weight);
      }
      for (String token : List.of("the", "river", ",", "and", "city", "!")) {
        assertEquals(1f, vector.weightOf(tokenizer.vocabulary().idOf(token)), token);
      }
      assertEquals(6, vector.size());
    }
    QueryTable table = QueryTable.binary(tokenizer.vocabulary().size());
    QueryOptions two = QueryOptions.DEFAULT.withMaxTokens(2);
    try (QueryEncoder encoder = QueryEncoder.inferenceFree(tokenizer, table, two)) {
      assertEquals(encoder.encode("the river"), encoder.encode("the river and the city"));
      assertEquals(encoder.encode("the"), encoder.encode("the the city"));
    }
    QueryOptions pruned = QueryOptions.DEFAULT.withPruning(new Pruning.TopK(1));
    try (QueryEncoder encoder = QueryEncoder.load(MODEL, pruned)) {
      SparseVector vector = encoder.encode("the river");
      assertEquals(1, vector.size());
      assertEquals(tokenizer.vocabulary().idOf("river"), vector.id(0));
    }
  }

  @Test
  void whatWeighsNothingHasNoEntry() throws IOException {
    Tokenizer tokenizer = TokenizerFiles.read(QUERY, TokenizerOptions.DEFAULT);
    float[] weights = new float[tokenizer.vocabulary().size() + 3];
    int river = tokenizer.vocabulary().idOf("river");
    weights[river] = 0.5f;
    try (QueryEncoder encoder = QueryEncoder.inferenceFree(tokenizer, QueryTable.of(weights))) {
      assertEquals(
          SparseVector.of(new int[] {river}, new float[] {0.5f}), encoder.encode("the river"));
      assertTrue(encoder.encode("the city").isEmpty());
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> QueryEncoder.inferenceFree(tokenizer, QueryTable.binary(5)));
    for (float wrong : new float[] {-1, Float.NaN, Float.POSITIVE_INFINITY}) {
      assertThrows(IllegalArgumentException.class, () -> QueryTable.of(new float[] {1, wrong}));
    }
  }

  @Test
  void aTableAndATokenizerAreEnough() throws IOException {
    Files.copy(QUERY.resolve("tokenizer.json"), directory.resolve("tokenizer.json"));
    Path idf = directory.resolve("idf.json");
    Files.writeString(idf, "{\"river\": 2.5, \"the\": 0.25}");
    try (QueryEncoder encoder = QueryEncoder.load(directory)) {
      SparseVector vector = encoder.encode("the river and");
      assertEquals(2, vector.size());
      assertEquals(2.5f, vector.weightOf(encoder.tokenizer().vocabulary().idOf("river")));
    }
    Files.writeString(idf, "{\"river\": 2.5, \"rivulet\": 0.25}");
    String message =
        assertThrows(CheckpointException.class, () -> QueryEncoder.load(directory)).getMessage();
    assertTrue(message.contains("\"rivulet\""), message);
  }
}

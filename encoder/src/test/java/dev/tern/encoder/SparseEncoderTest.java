package dev.tern.encoder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.tern.encoder.checkpoint.CheckpointException;
import dev.tern.encoder.checkpoint.SpladeActivation;
import dev.tern.testing.Golden;
import dev.tern.testing.Shared;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class SparseEncoderTest {
  private static final float TOLERANCE = 1e-4f;

  /// What sentence-transformers does.
  private static final SparseOptions REFERENCE =
      SparseOptions.DEFAULT.withKeepSpecialTokens(true).withSpecialTokensInText(true);

  /// What OpenSearch does.
  private static final SparseOptions OPEN_SEARCH = REFERENCE.withKeepSpecialTokens(false);

  @TempDir private Path directory;

  @Test
  void inferenceFreeModelsGiveTheVectorsAndScoresOfTheReference() throws IOException {
    assertVectorsAndScores(Golden.resource("encoder/router-tiny"));
  }

  @Test
  void openSearchModelsGiveTheVectorsAndScoresOfTheReference() throws IOException {
    assertVectorsAndScores(Shared.golden("encoder/opensearch-tiny"));
  }

  @Test
  void siameseModelsGiveTheVectorsAndScoresOfTheReference() throws IOException {
    Path folder = Shared.golden("encoder/sparse-encoder-tiny");
    assertVectorsAndScores(folder);
    GoldenVectors golden = GoldenVectors.read(folder);
    List<SparseVector> expected = golden.bareVectors("documents_max_active_dims_16");
    SparseOptions options = REFERENCE.withPruning(new Pruning.TopK(16));
    try (SparseEncoder encoder = SparseEncoder.load(folder.resolve("model"), options)) {
      List<SparseVector> actual = encoder.encodeAll(golden.texts("documents"));
      for (int i = 0; i < expected.size(); i++) {
        GoldenVectors.assertClose(expected.get(i), actual.get(i), TOLERANCE, "document " + i);
      }
    }
  }

  private static void assertVectorsAndScores(Path folder) throws IOException {
    GoldenVectors golden = GoldenVectors.read(folder);
    assertScores(folder, golden, true, "scores_special_tokens_kept");
    assertScores(folder, golden, false, "scores_special_tokens_zeroed");
  }

  private static void assertScores(
      Path folder, GoldenVectors golden, boolean keepSpecialTokens, String key) throws IOException {
    Path model = folder.resolve("model");
    SparseOptions options = REFERENCE.withKeepSpecialTokens(keepSpecialTokens);
    QueryOptions queryOptions =
        QueryOptions.DEFAULT.withKeepSpecialTokens(keepSpecialTokens).withSpecialTokensInText(true);
    try (SparseEncoder encoder = SparseEncoder.load(model, options);
        QueryEncoder queryEncoder = QueryEncoder.load(model, queryOptions)) {
      List<SparseVector> documents =
          golden.texts("documents").stream().map(encoder::encode).toList();
      List<SparseVector> queries =
          golden.texts("queries").stream().map(queryEncoder::encode).toList();
      for (int i = 0; i < documents.size() && keepSpecialTokens; i++) {
        GoldenVectors.assertClose(
            golden.vectors("documents").get(i), documents.get(i), TOLERANCE, "document " + i);
      }
      for (int i = 0; i < queries.size() && keepSpecialTokens; i++) {
        GoldenVectors.assertClose(
            golden.vectors("queries").get(i), queries.get(i), TOLERANCE, "query " + i);
      }
      for (int query = 0; query < queries.size(); query++) {
        for (int document = 0; document < documents.size(); document++) {
          double expected = golden.score(key, query, document);
          assertEquals(
              expected,
              queries.get(query).dot(documents.get(document)),
              1e-3 + 1e-5 * expected,
              key + " query " + query + " document " + document);
        }
      }
    }
  }

  @Test
  void specialTokensAreNeutralByDefault() throws IOException {
    Path model = Golden.resource("encoder/router-tiny/model");
    GoldenVectors golden = GoldenVectors.read(model.getParent());
    try (SparseEncoder encoder = SparseEncoder.load(model);
        SparseEncoder kept = SparseEncoder.load(model, REFERENCE)) {
      int specials = 0;
      for (int i = 0; i < golden.texts("documents").size(); i++) {
        String text = golden.texts("documents").get(i);
        for (int id : encoder.encode(text).ids()) {
          assertFalse(encoder.tokenizer().isSpecial(id), text);
        }
        for (int id : kept.encode(text).ids()) {
          specials += kept.tokenizer().isSpecial(id) ? 1 : 0;
        }
      }
      assertTrue(specials > 0, "specials=" + specials);
      assertFalse(encoder.encode("").isEmpty());
      // As plain text the brackets are tokens, so that the vector is another.
      assertFalse(encoder.encode("river [SEP]").equals(openSearch(model).encode("river [SEP]")));
    }
  }

  private static SparseEncoder openSearch(Path model) throws IOException {
    return SparseEncoder.load(model, OPEN_SEARCH);
  }

  @Test
  void optionsOverrideWhatTheDirectorySays() throws IOException {
    Path model = Golden.resource("encoder/router-tiny/model");
    String text = GoldenVectors.read(model.getParent()).texts("documents").get(3);
    try (SparseEncoder doubleLog = SparseEncoder.load(model);
        SparseEncoder singleLog =
            SparseEncoder.load(
                model, SparseOptions.DEFAULT.withActivation(SpladeActivation.LOG1P_RELU));
        SparseEncoder pruned =
            SparseEncoder.load(
                model, SparseOptions.DEFAULT.withPruning(Pruning.parse("max_ratio:0.4")));
        SparseEncoder cut = SparseEncoder.load(model, SparseOptions.DEFAULT.withMaxTokens(2))) {
      SparseVector twice = doubleLog.encode(text);
      SparseVector once = singleLog.encode(text);
      assertEquals(once.size(), twice.size());
      for (int i = 0; i < once.size(); i++) {
        assertEquals(Math.log1p(once.weight(i)), twice.weight(i), 1e-6);
      }
      assertEquals(new Pruning.MaxRatio(0.4).apply(twice), pruned.encode(text));
      assertTrue(pruned.encode(text).size() < twice.size());
      // No token of the text is left: it is the empty text.
      assertEquals(doubleLog.encode(""), cut.encode(text));
      assertEquals(64, doubleLog.maxTokens());
      assertEquals(2, cut.maxTokens());
      try (QueryEncoder siamese = QueryEncoder.siamese(pruned, new Pruning.TopK(3))) {
        assertEquals(new Pruning.TopK(3).apply(twice), siamese.encode(text));
      }
      try (QueryEncoder siamese = QueryEncoder.siamese(pruned)) {
        assertEquals(twice, siamese.encode(text));
      }
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> SparseEncoder.load(model, SparseOptions.DEFAULT.withMaxTokens(129)));
    assertThrows(IllegalArgumentException.class, () -> SparseOptions.DEFAULT.withMaxTokens(1));
  }

  @Test
  void encodeAllEqualsEncodeBitForBitForEveryBatchingAndThreads() throws IOException {
    Path model = Golden.resource("encoder/router-tiny/model");
    List<String> texts = manyTexts(GoldenVectors.read(model.getParent()));
    List<SparseVector> expected;
    try (SparseEncoder encoder = SparseEncoder.load(model)) {
      expected = texts.stream().map(encoder::encode).toList();
    }
    for (Batching batching :
        List.of(
            new Batching(1, 1, 1),
            new Batching(1, 64, 16),
            new Batching(2, 100, 1000),
            new Batching(3, 517, 37),
            new Batching(4, 10_000, 50),
            Batching.standard())) {
      SparseOptions options = SparseOptions.DEFAULT.withBatching(batching);
      try (SparseEncoder encoder = SparseEncoder.load(model, options)) {
        assertEquals(expected, encoder.encodeAll(texts), batching.toString());
        AtomicInteger next = new AtomicInteger();
        encoder.encodeAll(
            texts.iterator(),
            text -> text,
            (text, vector) -> {
              assertEquals(texts.get(next.get()), text);
              assertEquals(expected.get(next.getAndIncrement()), vector);
            });
        assertEquals(texts.size(), next.get());
        assertTrue(encoder.skippedShare().isEmpty(), "random weights are not skipped");
        assertEquals(List.of(), encoder.encodeAll(List.of()));
      }
    }
  }

  @Test
  void aClosedEncoderRefusesTextsAndOneMayBeUsedByManyThreads() throws Exception {
    Path model = Golden.resource("encoder/router-tiny/model");
    List<String> texts = manyTexts(GoldenVectors.read(model.getParent())).subList(0, 40);
    SparseEncoder encoder = SparseEncoder.load(model);
    List<SparseVector> expected = encoder.encodeAll(texts);
    List<List<SparseVector>> results = Collections.synchronizedList(new ArrayList<>());
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      threads.add(
          Thread.ofPlatform()
              .start(() -> results.add(texts.stream().map(encoder::encode).toList())));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(Collections.nCopies(4, expected), results);
    encoder.close();
    assertThrows(IllegalStateException.class, () -> encoder.encodeAll(texts));
  }

  @Test
  void directoriesThatDoNotFitAreRefused() throws IOException {
    copy(Golden.resource("encoder/router-tiny/model/document_0_Transformer"), directory);
    SparseEncoder.load(directory).close();
    // Embeddings for fewer tokens than the tokenizer has, and for more than the weights have.
    Path config = directory.resolve("config.json");
    String right = Files.readString(config);
    Files.writeString(config, right.replace("1146", "1000"));
    assertRefused("has 1146 tokens and the model in", directory);
    Files.writeString(config, right.replace("1146", "30522"));
    assertRefused("embeddings for 30522; they are of different models", directory);
    Files.writeString(config, right.replace("1146", "1200"));
    assertRefused("expected [1200, 32]", directory);
    Files.writeString(config, right);
    Files.writeString(
        directory.resolve("modules.json"),
        """
        [{"path": "", "type": "sentence_transformers.models.Transformer"},
         {"path": "1_Pooling", "type": "sentence_transformers.models.Pooling"}]
        """);
    Files.createDirectory(directory.resolve("1_Pooling"));
    Files.writeString(directory.resolve("1_Pooling/config.json"), "{\"pooling_mode\": \"cls\"}");
    assertRefused("load it with DenseEncoder", directory);
  }

  @Test
  void weightsThatAreNotFiniteAreRefusedAtOnce() throws IOException {
    Path model = directory.resolve("damaged");
    Golden.copyModel("bert-mlm-tiny", model);
    for (float damage : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
      fill(model.resolve("model.safetensors"), damage);
      assertRefused(" values that are not finite, the first " + damage + " at [0", model);
    }
  }

  @Test
  void weightsThatAreTooLargeAreReportedWithTheModel() throws IOException {
    Path model = directory.resolve("damaged");
    Golden.copyModel("bert-mlm-tiny", model);
    fill(model.resolve("model.safetensors"), 3e38f);
    try (SparseEncoder encoder = SparseEncoder.load(model)) {
      for (Executable encoding :
          List.<Executable>of(
              () -> encoder.encode("river"), () -> encoder.encodeAll(List.of("river")))) {
        IOException refusal = assertThrows(UncheckedIOException.class, encoding).getCause();
        assertTrue(refusal.getMessage().contains(model.toString()), refusal.getMessage());
        assertTrue(refusal.getMessage().contains("its weights are damaged"), refusal.getMessage());
      }
    }
  }

  /// Sets all weights of a file of float32.
  private static void fill(Path file, float weight) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int data = Long.BYTES + (int) bytes.getLong(0);
    for (int at = data; at < bytes.capacity(); at += Float.BYTES) {
      bytes.putFloat(at, weight);
    }
    Files.write(file, bytes.array());
  }

  @Test
  void aModelWithoutItsHeadIsRefused() throws IOException {
    copy(Shared.golden("encoder/bert-dense-tiny/model-mean"), directory);
    Files.delete(directory.resolve("modules.json"));
    assertRefused("is missing in", directory);
  }

  @Test
  void aRealCheckpointGivesTheVectorsOfTheReference() throws IOException {
    Path model = Shared.model("splade-tiny");
    List<String> lines = Shared.lines(Shared.golden("encoder/real-splade-tiny/vectors.jsonl.gz"));
    assertEquals(200, lines.size());
    List<Map<String, Object>> rows = new ArrayList<>();
    for (String line : lines) {
      rows.add(JSON.std.mapFrom(line));
    }
    List<String> texts = rows.stream().map(row -> (String) row.get("text")).toList();
    for (int maxTokens : new int[] {256, 512}) {
      try (SparseEncoder encoder =
          SparseEncoder.load(model, OPEN_SEARCH.withMaxTokens(maxTokens))) {
        List<SparseVector> vectors = encoder.encodeAll(texts);
        assertEquals(vectors, encoder.encodeAll(texts), "now that the encoder skips");
        double skipped = encoder.skippedShare().orElseThrow();
        assertTrue(skipped > 0.9 && skipped < 1, "skipped=" + skipped);
        for (int i = 0; i < rows.size(); i++) {
          Object expected = rows.get(i).get(String.valueOf(maxTokens));
          Map<?, ?> row = (Map<?, ?>) ("same".equals(expected) ? rows.get(i).get("256") : expected);
          List<?> ids = (List<?>) row.get("ids");
          List<?> weights = (List<?>) row.get("weights");
          SparseVector golden =
              SparseVector.of(
                  ids.stream().mapToInt(id -> ((Number) id).intValue()).toArray(), floats(weights));
          String what = rows.get(i).get("key") + " at " + maxTokens;
          GoldenVectors.assertClose(golden, vectors.get(i), TOLERANCE, what);
        }
      }
    }
  }

  private static float[] floats(List<?> values) {
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = ((Number) values.get(i)).floatValue();
    }
    return floats;
  }

  /// The golden texts, and pieces of them in random order and of random length.
  private static List<String> manyTexts(GoldenVectors golden) {
    List<String> texts = new ArrayList<>(golden.texts("documents"));
    texts.addAll(golden.texts("queries"));
    Random random = new Random(5);
    String longest = golden.texts("documents").get(3);
    while (texts.size() < 150) {
      int begin = random.nextInt(longest.length());
      int length = random.nextInt(Math.min(250, longest.length() - begin));
      texts.add(longest.substring(begin, begin + length));
    }
    return texts;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = to.resolve(file.getFileName());
        Files.write(copy, Files.readAllBytes(file));
      }
    }
  }

  private static void assertRefused(String expected, Path directory) {
    String message =
        assertThrows(CheckpointException.class, () -> SparseEncoder.load(directory)).getMessage();
    assertTrue(message.contains(expected), message);
    assertEquals(1, message.lines().count(), message);
  }
}

package dev.tern.encoder.model;

import static dev.tern.encoder.model.Goldens.assertClose;
import static dev.tern.encoder.model.Goldens.assertLayers;
import static dev.tern.encoder.model.Goldens.assertMaxLogits;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import com.sun.management.ThreadMXBean;
import dev.tern.encoder.checkpoint.Checkpoint;
import dev.tern.encoder.checkpoint.CheckpointException;
import dev.tern.encoder.checkpoint.ModelConfig;
import dev.tern.testing.Golden;
import dev.tern.testing.Shared;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaskedLanguageModelTest {
  @ParameterizedTest
  @CsvSource({"bert-mlm-tiny, 2e-5, 4e-5", "distilbert-mlm-tiny, 4e-5, 7e-5"})
  void everyBoxEqualsTheReference(String name, double hiddenTolerance, double logitTolerance)
      throws IOException {
    MaskedLanguageModel model = Goldens.model(Golden.resource("encoder/" + name + "/model"));
    GoldenTensors golden =
        GoldenTensors.read(Golden.resource("encoder/" + name + "/golden.safetensors"));
    assertEquals(4, assertLayers(model.transformer(), golden, hiddenTolerance));
    assertTransform(model, golden, "short", hiddenTolerance);
    assertTransform(model, golden, "question", hiddenTolerance);
    assertEquals(9, golden.inputs().size());
    assertMaxLogits(model, golden.inputs(), golden, logitTolerance);
  }

  @ParameterizedTest
  @CsvSource({
    "model-legacy, golden",
    "model-sharded, golden",
    "model-untied, golden-untied",
    "model-f16, golden-f16",
    "model-bf16, golden-bf16"
  })
  void otherFormsOfACheckpointEqualTheReference(String directory, String file) throws IOException {
    MaskedLanguageModel model = Goldens.model(Shared.golden("encoder/bert-mlm-tiny/" + directory));
    GoldenTensors inputs =
        GoldenTensors.read(Golden.resource("encoder/bert-mlm-tiny/golden.safetensors"));
    GoldenTensors golden =
        GoldenTensors.read(Shared.golden("encoder/bert-mlm-tiny/" + file + ".safetensors"));
    assertMaxLogits(model, inputs.inputs(), golden, 4e-5);
  }

  @Test
  void publishedCheckpointEqualsTheReference() throws IOException {
    MaskedLanguageModel model = Goldens.model(Shared.model("splade-tiny"));
    GoldenTensors golden =
        GoldenTensors.read(Shared.golden("encoder/real-splade-tiny/golden.safetensors"));
    assertEquals(4, assertLayers(model.transformer(), golden, 5e-5));
    assertTransform(model, golden, "doc", 5e-5);
    assertMaxLogits(model, golden.inputs(), golden, 1e-4);
  }

  /// 200 texts of up to 256 tokens; what is compared is `ln(1 + max(0, maximum))`.
  @Test
  void publishedCheckpointGivesTheWeightsOfTheReference() throws IOException {
    MaskedLanguageModel model = Goldens.model(Shared.model("splade-tiny"));
    int rows = 0;
    for (String line : Shared.lines(Shared.golden("encoder/real-splade-tiny/vectors.jsonl.gz"))) {
      Map<?, ?> row = (Map<?, ?>) JSON.std.mapFrom(line).get("256");
      float[] expected = new float[30522];
      List<?> ids = (List<?>) row.get("ids");
      List<?> weights = (List<?>) row.get("weights");
      for (int i = 0; i < ids.size(); i++) {
        expected[((Number) ids.get(i)).intValue()] = ((Number) weights.get(i)).floatValue();
      }
      for (Object special : (List<?>) row.get("special")) {
        List<?> entry = (List<?>) special;
        expected[((Number) entry.get(0)).intValue()] = ((Number) entry.get(1)).floatValue();
      }
      List<?> tokens = (List<?>) row.get("input_ids");
      int[] text = tokens.stream().mapToInt(id -> ((Number) id).intValue()).toArray();
      float[] found = model.forward(TokenBatch.of(text))[0];
      for (int i = 0; i < found.length; i++) {
        found[i] = (float) Math.log1p(Math.max(0, found[i]));
      }
      assertClose(expected, found, 1e-4, "row " + rows++);
    }
    assertEquals(200, rows);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bert-mlm-tiny", "distilbert-mlm-tiny"})
  void aTextGivesTheSameBitsAloneAndInAnyBatch(String name) throws IOException {
    MaskedLanguageModel model = Goldens.model(Golden.resource("encoder/" + name + "/model"));
    GoldenTensors golden =
        GoldenTensors.read(Golden.resource("encoder/" + name + "/golden.safetensors"));
    List<int[]> texts = new ArrayList<>(golden.inputs().values());
    texts.addAll(golden.inputs().values()); // more tokens than a group holds
    texts.addAll(golden.inputs().values());
    List<float[]> alone = texts.stream().map(ids -> model.forward(TokenBatch.of(ids))[0]).toList();
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      order.add(i);
    }
    for (int seed = 0; seed < 5; seed++) {
      Collections.shuffle(order, new Random(seed));
      TokenBatch batch = TokenBatch.of(order.stream().map(texts::get).toList());
      assertTrue(batch.tokens() > Activations.GROUP_TOKENS);
      float[][] together = model.forward(batch);
      for (int i = 0; i < together.length; i++) {
        assertArrayEquals(alone.get(order.get(i)), together[i], "seed=" + seed + " i=" + i);
      }
    }
  }

  @Test
  void threadsShareAModel() throws Exception {
    MaskedLanguageModel model = Goldens.model(Golden.resource("encoder/bert-mlm-tiny/model"));
    GoldenTensors golden =
        GoldenTensors.read(Golden.resource("encoder/bert-mlm-tiny/golden.safetensors"));
    List<int[]> texts = new ArrayList<>(golden.inputs().values());
    float[][] expected = model.forward(TokenBatch.of(texts));
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Callable<float[][]>> calls =
          Collections.nCopies(40, () -> model.forward(TokenBatch.of(texts)));
      for (Future<float[][]> result : threads.invokeAll(calls)) {
        assertArrayEquals(expected, result.get());
      }
    }
  }

  /// A vector that the compiler keeps as an object would show here.
  @Test
  void onceCompiledAForwardPassAllocatesItsResultsOnly() throws IOException {
    MaskedLanguageModel model = Goldens.model(Golden.resource("encoder/bert-mlm-tiny/model"));
    GoldenTensors golden =
        GoldenTensors.read(Golden.resource("encoder/bert-mlm-tiny/golden.safetensors"));
    TokenBatch batch = TokenBatch.of(List.copyOf(golden.inputs().values()));
    long results = batch.texts() * (1146L * 4 + 16 + 8);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long allocated = Long.MAX_VALUE;
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (allocated > results + 128 && System.nanoTime() < end) {
      long before = threads.getCurrentThreadAllocatedBytes();
      model.forward(batch);
      allocated = threads.getCurrentThreadAllocatedBytes() - before;
    }
    assertTrue(allocated <= results + 128, "allocated=" + allocated + " results=" + results);
  }

  @Test
  void textsWithoutTokensHaveNoMaximum() throws IOException {
    MaskedLanguageModel model = Goldens.model(Golden.resource("encoder/bert-mlm-tiny/model"));
    assertEquals(0, model.forward(TokenBatch.of()).length);
    float[] text = model.forward(TokenBatch.of(new int[] {2, 7, 3}))[0];
    float[][] beside = model.forward(TokenBatch.of(new int[0], new int[] {2, 7, 3}, new int[0]));
    assertArrayEquals(text, beside[1]);
    for (float value : beside[0]) {
      assertEquals(Float.NEGATIVE_INFINITY, value);
    }
    assertArrayEquals(beside[0], beside[2]);
  }

  @Test
  void whatTheModelHasNoRowForIsRefusedAndHarmsNothing() throws IOException {
    MaskedLanguageModel model = Goldens.model(Golden.resource("encoder/bert-mlm-tiny/model"));
    float[] before = model.forward(TokenBatch.of(new int[] {2, 3}))[0];
    assertRefused("id=1146 vocabulary=1146", model, new int[] {2, 1146, 3});
    assertRefused("id=-1 vocabulary=1146", model, new int[] {-1});
    assertRefused("tokens=129 positions=128", model, new int[129]);
    assertArrayEquals(before, model.forward(TokenBatch.of(new int[] {2, 3}))[0]);
    assertEquals(1146, model.forward(TokenBatch.of(new int[128]))[0].length);
  }

  @Test
  void weightsOfAnotherShapeOrWithoutAHeadAreRefused() throws IOException {
    Path bert = Golden.resource("encoder/bert-mlm-tiny/model");
    Path distilbert = Golden.resource("encoder/distilbert-mlm-tiny/model");
    try (Checkpoint checkpoint = Checkpoint.open(bert)) {
      ModelConfig other = ModelConfig.read(distilbert);
      String message =
          assertThrows(CheckpointException.class, () -> MaskedLanguageModel.load(checkpoint, other))
              .getMessage();
      assertTrue(message.contains("distilbert.transformer.layer.0"), message);
    }
    Path dense = Shared.model("all-MiniLM-L6-v2");
    try (Checkpoint checkpoint = Checkpoint.open(dense)) {
      ModelConfig config = ModelConfig.read(dense);
      String message =
          assertThrows(
                  CheckpointException.class, () -> MaskedLanguageModel.load(checkpoint, config))
              .getMessage();
      assertTrue(message.contains("cls.predictions.transform.dense.weight"), message);
    }
  }

  private static void assertRefused(String expected, MaskedLanguageModel model, int[] ids) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> model.forward(TokenBatch.of(ids)))
            .getMessage();
    assertTrue(message.contains(expected), message);
  }

  private static void assertTransform(
      MaskedLanguageModel model, GoldenTensors golden, String name, double tolerance) {
    Activations a = model.transformer().activations().take();
    a.begin(TokenBatch.of(golden.ints(name + ".input_ids")), 0, 1);
    model.transformer().embeddings().forward(a);
    model.transformer().layers().forEach(layer -> layer.forward(a));
    model.head().transform(a);
    assertClose(
        golden.floats(name + ".transform"),
        a.transformed.toArray(),
        tolerance,
        name + ".transform");
    model.transformer().activations().giveBack(a, true);
  }
}

package dev.tern.encoder.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import com.sun.management.ThreadMXBean;
import dev.tern.encoder.kernel.Matrix;
import dev.tern.encoder.tokenizer.Tokenizer;
import dev.tern.encoder.tokenizer.TokenizerFiles;
import dev.tern.encoder.tokenizer.TokenizerOptions;
import dev.tern.testing.Golden;
import dev.tern.testing.Shared;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Maxima with skipping against maxima without, bit by bit.
class SkippingTest {
  @Test
  void everyTextHasTheSameBitsOnceTheBoundsAreLearned() throws IOException {
    Path directory = Shared.model("splade-tiny");
    MaskedLanguageModel model = Goldens.model(directory);
    List<int[]> texts =
        new ArrayList<>(goldenTexts(Shared.golden("encoder/real-splade-tiny/vectors.jsonl.gz")));
    texts.addAll(documents(directory, 500));
    SkippedWork none = model.skippedWork();
    assertEquals(new SkippedWork(0, 0, 0), none);
    for (int from = 0; from < texts.size(); from += 8) {
      TokenBatch batch = TokenBatch.of(texts.subList(from, Math.min(from + 8, texts.size())));
      assertSame(model, batch, "texts from " + from);
    }
    SkippedWork work = model.skippedWork();
    assertTrue(work.dimensions() >= 36 && work.dimensions() <= 64, work::toString);
    assertTrue(work.pairs() > 3000 * 30522L, work::toString);
    assertTrue(work.computed() < work.pairs() / 25, work::toString);
    assertTrue(work.computed() > 0, work::toString);
    // Now that there are bounds, those before them once more.
    for (int from = 0; from < 200; from += 50) {
      assertSame(model, TokenBatch.of(texts.subList(from, from + 50)), "once more from " + from);
    }
  }

  @Test
  void randomWeightsAreNotSkipped() throws IOException {
    MaskedLanguageModel model = Goldens.model(Golden.resource("encoder/bert-mlm-tiny/model"));
    TokenBatch batch = inputs();
    for (int i = 0; i < 3 * BoundsSample.TOKENS * 4 / batch.tokens(); i++) {
      model.forwardPositive(batch);
    }
    assertEquals(new SkippedWork(0, 0, 0), model.skippedWork());
  }

  @Test
  void skippingIsGivenUpWhereItDoesNotPay() throws IOException {
    MaskedLanguageModel model = Goldens.model(Golden.resource("encoder/bert-mlm-tiny/model"));
    TokenBatch batch = inputs();
    float[][] plain = model.forwardPositive(batch);
    model.head().skipping().use(Optional.of(model.head().bounds(hidden(model, batch), 1)));
    while (model.skippedWork().pairs() < 3000L * 1146 && model.skippedWork().dimensions() > 0) {
      assertArrayEquals(plain, model.forwardPositive(batch));
    }
    assertEquals(0, model.skippedWork().dimensions());
    assertTrue(model.skippedWork().computed() > model.skippedWork().pairs() / 2);
    assertArrayEquals(plain, model.forwardPositive(batch));
  }

  @Test
  void threadsMayLearnTogether() throws Exception {
    MaskedLanguageModel model = Goldens.model(Golden.resource("encoder/bert-mlm-tiny/model"));
    TokenBatch batch = inputs();
    float[][] expected = model.forwardPositive(batch);
    LogitBounds bounds = model.head().bounds(hidden(model, batch), 24);
    List<Callable<float[][]>> calls = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      boolean switches = i % 20 == 10;
      calls.add(() -> {
        if (switches) {
          model.head().skipping().use(Optional.of(bounds));
        }
        return model.forwardPositive(batch);
      });
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (Future<float[][]> result : threads.invokeAll(calls)) {
        assertArrayEquals(expected, result.get());
      }
    }
  }

  @Test
  void batchesWithoutTokens() throws IOException {
    MaskedLanguageModel model = Goldens.model(Golden.resource("encoder/bert-mlm-tiny/model"));
    TokenBatch batch = inputs();
    model.head().skipping().use(Optional.of(model.head().bounds(hidden(model, batch), 24)));
    assertEquals(0, model.forwardPositive(TokenBatch.of()).length);
    List<int[]> texts = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      texts.add(new int[] {2, 7 + i, 3});
      texts.add(new int[0]);
    }
    long before = model.skippedWork().pairs();
    assertSame(model, TokenBatch.of(texts), "with empty texts");
    assertEquals(before + 30 * 1146, model.skippedWork().pairs());
    assertSame(model, TokenBatch.of(new int[0], new int[0]), "empty texts only");
  }

  @Test
  void onceCompiledSkippingAllocatesItsResultsOnly() throws IOException {
    MaskedLanguageModel model = Goldens.model(Golden.resource("encoder/bert-mlm-tiny/model"));
    TokenBatch batch = inputs();
    LogitBounds bounds = model.head().bounds(hidden(model, batch), 24);
    long results = batch.texts() * (1146L * 4 + 16 + 8);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long allocated = Long.MAX_VALUE;
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (allocated > results + 256 && System.nanoTime() < end) {
      model.head().skipping().use(Optional.of(bounds)); // should it have been given up
      long before = threads.getCurrentThreadAllocatedBytes();
      model.forwardPositive(batch);
      allocated = threads.getCurrentThreadAllocatedBytes() - before;
    }
    assertTrue(allocated <= results + 256, "allocated=" + allocated + " results=" + results);
  }

  private static void assertSame(MaskedLanguageModel model, TokenBatch batch, String what) {
    float[][] expected = model.forward(batch);
    for (float[] logits : expected) {
      PlainHead.positive(logits);
    }
    assertArrayEquals(expected, model.forwardPositive(batch), what);
  }

  private static TokenBatch inputs() throws IOException {
    GoldenTensors golden =
        GoldenTensors.read(Golden.resource("encoder/bert-mlm-tiny/golden.safetensors"));
    return TokenBatch.of(List.copyOf(golden.inputs().values()));
  }

  /// The transformed hidden states of the first group of a batch.
  static Matrix hidden(MaskedLanguageModel model, TokenBatch batch) {
    Activations a = model.transformer().activations().take();
    a.begin(batch, 0, batch.endOfGroup(0, Activations.GROUP_TOKENS));
    model.transformer().embeddings().forward(a);
    for (EncoderLayer layer : model.transformer().layers()) {
      layer.forward(a);
    }
    model.head().transform(a);
    return a.transformed; // not given back, so that nobody overwrites it
  }

  /// The token ids of the golden vectors.
  static List<int[]> goldenTexts(Path vectors) throws IOException {
    List<int[]> texts = new ArrayList<>();
    for (String line : Shared.lines(vectors)) {
      Map<?, ?> row = (Map<?, ?>) JSON.std.mapFrom(line).get("256");
      List<?> ids = (List<?>) row.get("input_ids");
      texts.add(ids.stream().mapToInt(id -> ((Number) id).intValue()).toArray());
    }
    return texts;
  }

  private static List<int[]> documents(Path model, int count) throws IOException {
    Tokenizer tokenizer = TokenizerFiles.read(model, new TokenizerOptions(false));
    List<int[]> texts = new ArrayList<>();
    for (String line : Shared.lines(Shared.data("beir/scifact/corpus.jsonl")).subList(0, count)) {
      Map<String, Object> document = JSON.std.mapFrom(line);
      texts.add(tokenizer.encode(document.get("title") + " " + document.get("text"), 256));
    }
    return texts;
  }
}

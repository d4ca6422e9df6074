package dev.tern.encoder.model;

import static dev.tern.encoder.model.Goldens.assertClose;
import static dev.tern.encoder.model.Goldens.assertLayers;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tern.encoder.checkpoint.PoolingConfig;
import dev.tern.encoder.checkpoint.TokenPooling;
import dev.tern.testing.Shared;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoolingTest {
  private static final Pooling MEAN = pooling(TokenPooling.MEAN, false);
  private static final Pooling CLS = pooling(TokenPooling.CLS, false);

  private static Pooling pooling(TokenPooling tokens, boolean normalize) {
    return new Pooling(new PoolingConfig.Dense(tokens, normalize));
  }

  private static float[][] pool(Pooling pooling, TokenBatch batch, float[] hidden, int hiddenSize) {
    float[][] pooled = new float[batch.texts()][];
    for (int text = 0; text < pooled.length; text++) {
      int from = batch.start(text) * hiddenSize;
      pooled[text] = pooling.forward(hidden, from, batch.length(text), hiddenSize);
    }
    return pooled;
  }

  @Test
  void meanAndFirstToken() {
    TokenBatch batch = TokenBatch.of(new int[] {5, 6}, new int[0], new int[] {7});
    float[] hidden = {1, 2, 3, 8, 9, 10};
    assertArrayEquals(new float[][] {{2, 5}, {0, 0}, {9, 10}}, pool(MEAN, batch, hidden, 2));
    assertArrayEquals(new float[][] {{1, 2}, {0, 0}, {9, 10}}, pool(CLS, batch, hidden, 2));
    assertArrayEquals(
        new float[][] {{0, 0}}, pool(MEAN, TokenBatch.of(new int[0]), new float[0], 2));
  }

  @Test
  void refusesWhatIsNotFinite() {
    TokenBatch batch = TokenBatch.of(new int[] {5, 6});
    for (float broken : new float[] {Float.NaN, Float.POSITIVE_INFINITY, -Float.MAX_VALUE}) {
      float[] hidden = {1, 2, broken, broken};
      hidden[0] = broken;
      assertThrows(ArithmeticException.class, () -> pool(MEAN, batch, hidden, 2));
    }
  }

  @Test
  void unitLength() {
    assertArrayEquals(new float[] {.6f, -.8f}, Pooling.normalize(new float[] {3, -4}));
    assertArrayEquals(new float[] {0, 0}, Pooling.normalize(new float[] {0, 0}));
    assertArrayEquals(
        new float[] {0, 1}, Pooling.normalize(new float[] {0, 1e30f}), "squares beyond float32");
  }

  @ParameterizedTest
  @CsvSource({"model-mean, mean, MEAN", "model-cls, cls, CLS"})
  void tinyDenseModelEqualsTheReference(String directory, String tensor, TokenPooling tokens)
      throws IOException {
    Transformer model = Goldens.transformer(Shared.golden("encoder/bert-dense-tiny/" + directory));
    GoldenTensors golden =
        GoldenTensors.read(Shared.golden("encoder/bert-dense-tiny/golden.safetensors"));
    assertEquals(4, assertLayers(model, golden, 2e-5));
    for (Map.Entry<String, int[]> input : golden.inputs().entrySet()) {
      TokenBatch batch = TokenBatch.of(input.getValue());
      float[] hidden = model.forward(batch);
      float[] pooled = pool(pooling(tokens, false), batch, hidden, 32)[0];
      float[] normalized = pool(pooling(tokens, true), batch, hidden, 32)[0];
      String name = input.getKey() + "." + tensor;
      assertClose(golden.floats(name), pooled, 2e-5, name);
      assertClose(golden.floats(name + ".normalized"), normalized, 5e-6, name);
    }
  }

  @Test
  void publishedCheckpointEqualsTheReference() throws IOException {
    Transformer model = Goldens.transformer(Shared.model("all-MiniLM-L6-v2"));
    GoldenTensors golden =
        GoldenTensors.read(Shared.golden("encoder/real-minilm-dense/golden.safetensors"));
    assertEquals(12, assertLayers(model, golden, 5e-5));
    for (Map.Entry<String, int[]> input : golden.inputs().entrySet()) {
      TokenBatch batch = TokenBatch.of(input.getValue());
      float[] pooled = pool(MEAN, batch, model.forward(batch), 384)[0];
      String name = input.getKey();
      assertClose(golden.floats(name + ".mean"), pooled, 5e-5, name);
      assertClose(golden.floats(name + ".normalized"), Pooling.normalize(pooled), 1e-6, name);
    }
  }
}

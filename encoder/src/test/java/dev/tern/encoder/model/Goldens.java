package dev.tern.encoder.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.encoder.checkpoint.Checkpoint;
import dev.tern.encoder.checkpoint.ModelConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/// Comparisons of a model with what the reference implementation computed.
final class Goldens {
  private Goldens() {}

  static MaskedLanguageModel model(Path directory) throws IOException {
    try (Checkpoint checkpoint = Checkpoint.open(directory)) {
      return MaskedLanguageModel.load(checkpoint, ModelConfig.read(directory));
    }
  }

  static Transformer transformer(Path directory) throws IOException {
    try (Checkpoint checkpoint = Checkpoint.open(directory)) {
      return Transformer.load(checkpoint, ModelConfig.read(directory));
    }
  }

  /// Compares the pooled logits of every input.
  static void assertMaxLogits(
      MaskedLanguageModel model,
      Map<String, int[]> inputs,
      GoldenTensors golden,
      double tolerance) {
    assertTrue(inputs.size() >= 2, inputs.keySet().toString());
    inputs.forEach((name, ids) ->
        assertClose(
            golden.floats(name + ".max_logits"),
            model.forward(TokenBatch.of(ids))[0],
            tolerance,
            name + ".max_logits"));
  }

  /// Compares the embeddings and the output of every layer of each input that has them, and says
  /// how many tensors that were.
  static int assertLayers(Transformer model, GoldenTensors golden, double tolerance) {
    int compared = 0;
    for (Map.Entry<String, int[]> input : golden.inputs().entrySet()) {
      String name = input.getKey();
      if (!golden.has(name + ".embeddings")) {
        continue;
      }
      TokenBatch batch = TokenBatch.of(input.getValue());
      Activations a = model.activations().take();
      a.begin(batch, 0, 1);
      model.embeddings().forward(a);
      assertClose(
          golden.floats(name + ".embeddings"), a.hidden.toArray(), tolerance, name + ".embeddings");
      for (int i = 0; i < model.layers().size(); i++, compared++) {
        model.layers().get(i).forward(a);
        String layer = name + ".layer." + i;
        assertClose(golden.floats(layer), a.hidden.toArray(), tolerance, layer);
      }
      assertEquals(
          Arrays.toString(a.hidden.toArray()), Arrays.toString(model.forward(batch)), name);
      model.activations().giveBack(a, true);
    }
    return compared;
  }

  static void assertClose(float[] expected, float[] found, double tolerance, String what) {
    assertEquals(expected.length, found.length, what);
    for (int i = 0; i < expected.length; i++) {
      // Not assertEquals(.., delta): it takes NaN for equal to NaN.
      assertTrue(
          Math.abs(expected[i] - found[i]) <= tolerance,
          what + "[" + i + "] expected " + expected[i] + " found " + found[i]);
    }
  }
}

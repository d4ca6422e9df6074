package dev.tern.encoder.model;

import dev.tern.encoder.kernel.KernelBits;
import dev.tern.encoder.kernel.Simd;
import dev.tern.encoder.training.step.StepBits;
import dev.tern.testing.Golden;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Writes the results of all kernels, of a whole model and of its training to a file; run in
/// virtual machines of different vector widths by [VectorWidthTest].
public final class Bits {
  /// Names of the system properties that say where the published model and its golden texts are.
  static final String REAL_MODEL = "tern.test.model";

  static final String REAL_TEXTS = "tern.test.texts";

  private Bits() {}

  /// Writes to the file that the first argument names.
  public static void main(String[] args) throws IOException {
    MaskedLanguageModel model = Goldens.model(Golden.resource("encoder/bert-mlm-tiny/model"));
    List<String> lines = new ArrayList<>(KernelBits.lines());
    GoldenTensors golden =
        GoldenTensors.read(Golden.resource("encoder/bert-mlm-tiny/golden.safetensors"));
    for (String input : List.of("one", "question", "sixty")) {
      TokenBatch text = TokenBatch.of(golden.ints(input + ".input_ids"));
      lines.add("logits " + input + " " + Arrays.hashCode(model.forward(text)[0]));
      lines.add("hidden " + input + " " + Arrays.hashCode(model.transformer().forward(text)));
    }
    addSkipping(model, golden, lines);
    lines.addAll(StepBits.lines());
    lines.add("bits " + Simd.vectorBits());
    Files.write(Path.of(args[0]), lines, StandardCharsets.UTF_8);
  }

  /// All inputs as one batch with bounds that were made for them, and real texts where they are.
  private static void addSkipping(
      MaskedLanguageModel model, GoldenTensors golden, List<String> lines) throws IOException {
    TokenBatch batch = TokenBatch.of(List.copyOf(golden.inputs().values()));
    float[][] plain = model.forwardPositive(batch);
    model
        .head()
        .skipping()
        .use(Optional.of(model.head().bounds(SkippingTest.hidden(model, batch), 16)));
    addPositive("tiny", plain, model.forwardPositive(batch), lines);
    if (System.getProperty(REAL_MODEL) != null) {
      MaskedLanguageModel real = Goldens.model(Path.of(System.getProperty(REAL_MODEL)));
      List<int[]> texts = SkippingTest.goldenTexts(Path.of(System.getProperty(REAL_TEXTS)));
      TokenBatch some = TokenBatch.of(texts.subList(0, 20));
      float[][] expected = real.forwardPositive(some);
      real.head()
          .skipping()
          .use(Optional.of(real.head().bounds(SkippingTest.hidden(real, some), 64)));
      addPositive("real", expected, real.forwardPositive(some), lines);
    }
  }

  private static void addPositive(
      String what, float[][] plain, float[][] skipping, List<String> lines) {
    if (!Arrays.deepEquals(plain, skipping)) {
      throw new AssertionError("skipping changes bits: " + what);
    }
    lines.add("positive " + what + " " + Arrays.deepHashCode(skipping));
  }
}

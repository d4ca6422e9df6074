package dev.tern.encoder.model;

import dev.tern.encoder.kernel.KernelBits;
import dev.tern.encoder.kernel.Simd;
import dev.tern.testing.Golden;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Writes the results of all kernels and of a whole model to a file; run in virtual machines of
/// different vector widths by [VectorWidthTest].
public final class Bits {
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
    lines.add("bits " + Simd.vectorBits());
    Files.write(Path.of(args[0]), lines, StandardCharsets.UTF_8);
  }
}

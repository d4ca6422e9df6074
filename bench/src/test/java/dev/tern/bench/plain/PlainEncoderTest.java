package dev.tern.bench.plain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.encoder.SparseEncoder;
import dev.tern.encoder.SparseVector;
import dev.tern.encoder.checkpoint.CheckpointException;
import dev.tern.testing.Golden;
import dev.tern.testing.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlainEncoderTest {
  private static final double TOLERANCE = 2e-5;
  private static final List<String> TEXTS =
      List.of(
          "",
          "a",
          "The quick brown fox jumps over the lazy dog.",
          "one two three four five six seven eight nine ten ".repeat(30));

  @TempDir private Path directory;

  @Test
  void equalsTheEncoder() throws IOException {
    Golden.copyModel("bert-mlm-tiny", directory.resolve("model"));
    assertEqualVectors(directory.resolve("model"), TEXTS);
  }

  /// A trained model, whose LayerNorm tensors have the old names.
  @Test
  void equalsTheEncoderOnARealModel() throws IOException {
    assertEqualVectors(Shared.model("splade-tiny"), TEXTS.subList(1, 3));
  }

  @Test
  void otherModelsAreRefused() throws IOException {
    Path model = directory.resolve("model");
    Golden.copyModel("bert-mlm-tiny", model);
    Path config = model.resolve("config.json");
    Files.writeString(config, Files.readString(config).replace("\"gelu\"", "\"relu\""));
    assertThrows(CheckpointException.class, () -> PlainEncoder.load(model));
  }

  private static void assertEqualVectors(Path model, List<String> texts) throws IOException {
    PlainEncoder plain = PlainEncoder.load(model);
    try (SparseEncoder encoder = SparseEncoder.load(model)) {
      for (String text : texts) {
        SparseVector expected = plain.encode(text);
        SparseVector actual = encoder.encode(text);
        assertFalse(expected.isEmpty(), text);
        for (int id = 0; id < encoder.tokenizer().vocabulary().size(); id++) {
          assertEquals(expected.weightOf(id), actual.weightOf(id), TOLERANCE, text);
        }
        assertTrue(Math.abs(expected.size() - actual.size()) <= 1, text);
      }
    }
  }
}

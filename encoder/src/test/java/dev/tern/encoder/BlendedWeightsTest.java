package dev.tern.encoder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.encoder.ConversionOptions.Blend;
import dev.tern.encoder.ExpansionRules.Similar;
import dev.tern.encoder.checkpoint.Checkpoint;
import dev.tern.encoder.checkpoint.CheckpointException;
import dev.tern.encoder.checkpoint.QueryWeightFile;
import dev.tern.encoder.checkpoint.SafetensorsWriter;
import dev.tern.encoder.checkpoint.SafetensorsWriter.Tensor;
import dev.tern.encoder.tokenizer.TokenizerFiles;
import dev.tern.encoder.tokenizer.TokenizerOptions;
import dev.tern.encoder.tokenizer.Vocabulary;
import dev.tern.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlendedWeightsTest {
  private static final String BIAS = "cls.predictions.bias";

  @TempDir private Path directory;

  private Path first;
  private Path second;

  /// Two models of one shape.
  @BeforeEach
  void makeTheModels() throws IOException {
    first = directory.resolve("first");
    second = directory.resolve("second");
    Golden.copyModel("bert-mlm-tiny", first);
    Golden.copyModel("bert-mlm-tiny", second);
    Random random = new Random(5);
    rewrite(
        second,
        (_, values) -> {
          for (int i = 0; i < values.length; i++) {
            values[i] += (float) random.nextGaussian();
          }
          return values;
        });
  }

  private interface Change {
    float[] of(String name, float[] values);
  }

  private static int[] shape(Checkpoint checkpoint, String name) throws CheckpointException {
    return Arrays.stream(checkpoint.shape(name)).mapToInt(Math::toIntExact).toArray();
  }

  private static void rewrite(Path model, Change change) throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    try (Checkpoint checkpoint = Checkpoint.open(model)) {
      for (String name : checkpoint.names()) {
        float[] values = change.of(name, checkpoint.read(name, shape(checkpoint, name)));
        if (values.length > 0) {
          List<Long> dimensions = Arrays.stream(checkpoint.shape(name)).boxed().toList();
          tensors.put(name, new Tensor.Float32(dimensions, () -> values));
        }
      }
    }
    Files.delete(model.resolve("model.safetensors"));
    SafetensorsWriter.write(model.resolve("model.safetensors"), tensors, _ -> {});
  }

  private Path blended(float share) throws IOException {
    Path target = directory.resolve("blended");
    ConversionOptions options = ConversionOptions.NONE.withBlend(new Blend(second, share));
    ModelConversion.run(first, target, options, (done, all) -> assertTrue(done <= all));
    return target;
  }

  @Test
  void everyWeightLiesBetweenBoth() throws IOException {
    try (Checkpoint a = Checkpoint.open(first);
        Checkpoint b = Checkpoint.open(second);
        Checkpoint c = Checkpoint.open(blended(0.3f))) {
      assertEquals(a.names(), c.names());
      boolean differs = false;
      for (String name : a.names()) {
        float[] x = a.read(name, shape(a, name));
        float[] y = b.read(name, shape(a, name));
        float[] z = c.read(name, shape(a, name));
        for (int i = 0; i < x.length; i++) {
          assertEquals(0.7 * x[i] + 0.3 * y[i], z[i], 1e-6, name);
          differs |= x[i] != z[i];
        }
      }
      assertTrue(differs);
    }
    try (SparseEncoder encoder = SparseEncoder.load(directory.resolve("blended"))) {
      assertFalse(encoder.encode("the river").isEmpty());
    }
  }

  @Test
  void wordsThatTheModelThinksOfAreThoseOfTheBlend() throws IOException {
    Path idf = directory.resolve("idf.json");
    Vocabulary vocabulary = TokenizerFiles.read(first, TokenizerOptions.DEFAULT).vocabulary();
    QueryWeightFile.writeJson(idf, vocabulary.size(), _ -> 1f, vocabulary::token);
    ConversionOptions expands =
        ConversionOptions.NONE
            .withIdf(idf)
            .withExpansion(new ExpansionRules(Optional.empty(), Optional.of(new Similar(0.2f, 0))));
    Path atOnce = directory.resolve("at-once");
    ModelConversion.run(first, atOnce, expands.withBlend(new Blend(second, 0.5f)), (_, _) -> {});
    Path later = directory.resolve("later");
    ModelConversion.run(blended(0.5f), later, expands, (_, _) -> {});
    Path alone = directory.resolve("alone");
    ModelConversion.run(first, alone, expands, (_, _) -> {});
    String words = Files.readString(atOnce.resolve("expansion.tsv"));
    assertEquals(Files.readString(later.resolve("expansion.tsv")), words);
    assertNotEquals(Files.readString(alone.resolve("expansion.tsv")), words);
  }

  @Test
  void otherModelsAreRefusedAndLeaveNothing() throws IOException {
    for (float share : new float[] {0, 1, -1, Float.NaN}) {
      assertThrows(IllegalArgumentException.class, () -> new Blend(second, share));
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> ConversionOptions.NONE.withInt8().withBlend(new Blend(second, 0.5f)));
    rewrite(second, (name, values) -> name.equals(BIAS) ? new float[0] : values);
    String missing = assertThrows(CheckpointException.class, () -> blended(0.5f)).getMessage();
    assertTrue(missing.contains(BIAS), missing);
    Path int8 = directory.resolve("int8");
    ModelConversion.run(first, int8, ConversionOptions.NONE.withInt8(), (_, _) -> {});
    second = int8;
    String stored = assertThrows(CheckpointException.class, () -> blended(0.5f)).getMessage();
    assertTrue(stored.contains("is stored in int8; blend the models before"), stored);
    assertFalse(Files.exists(directory.resolve("blended")));
  }
}

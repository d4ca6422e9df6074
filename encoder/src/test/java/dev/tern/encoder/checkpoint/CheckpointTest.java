package dev.tern.encoder.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.testing.Shared;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {
  private static final String WORDS = "bert.embeddings.word_embeddings.weight";

  @TempDir private Path directory;

  @Test
  void readsEveryTypeOfValueAsFloat32() throws IOException {
    float[] values = {0f, -0f, 1f, -1.5f, 65504f, 0x1p-14f, 0x1p-24f, 0.375f};
    SafetensorsBytes file = new SafetensorsBytes();
    file.add("a.f32", "F32", bytes(values, 4), values.length);
    file.add("b.f16", "F16", bytes(values, 2), 2, 4);
    file.add("c.bf16", "BF16", bfloat16(values), 4, 2);
    file.add("d.f64", "F64", bytes(values, 8), values.length, 1);
    file.add("e.i64", "I64", new byte[24], 3);
    file.add("f.scalar", "F32", bytes(new float[] {7}, 4));
    file.add("g.empty", "F32", new byte[0], 0, 5);
    Files.write(directory.resolve("model.safetensors"), file.toBytes());
    try (Checkpoint checkpoint = Checkpoint.open(directory)) {
      assertArrayEquals(values, checkpoint.read("a.f32", 8));
      assertArrayEquals(values, checkpoint.read("b.f16", 2, 4));
      for (int i = 0; i < values.length; i++) {
        int upper = Float.floatToRawIntBits(values[i]) & 0xffff0000;
        assertEquals(Float.intBitsToFloat(upper), checkpoint.read("c.bf16", 4, 2)[i]);
      }
      assertArrayEquals(values, checkpoint.read("d.f64", 8, 1));
      assertArrayEquals(new float[] {7}, checkpoint.read("f.scalar"));
      assertArrayEquals(new float[0], checkpoint.read("g.empty", 0, 5));
      assertArrayEquals(new long[] {0, 5}, checkpoint.shape("g.empty"));
      assertTrue(checkpoint.has("e.i64"));
      assertRefused("has dtype I64", () -> checkpoint.read("e.i64", 3));
      assertRefused("has shape [8], expected [2, 4]", () -> checkpoint.read("a.f32", 2, 4));
      assertRefused("tensor \"h\" is missing", () -> checkpoint.shape("h"));
    }
  }

  @Test
  void refusesValuesThatAreNotFinite() throws IOException {
    float[] sound = new float[3 * 5000];
    Arrays.fill(sound, -Float.MAX_VALUE);
    float[] nan = sound.clone();
    nan[14_999] = Float.NaN;
    float[] infinite = sound.clone();
    infinite[5003] = Float.NEGATIVE_INFINITY;
    infinite[9000] = Float.NaN;
    SafetensorsBytes file = new SafetensorsBytes();
    file.add("sound", "F32", bytes(sound, 4), 3, 5000);
    file.add("nan", "F32", bytes(nan, 4), 3, 5000);
    file.add("infinite", "BF16", bfloat16(infinite), 3, 5000);
    file.add("half", "F16", bytes(new float[] {1, Float.POSITIVE_INFINITY}, 2), 2);
    file.add("scalar", "F32", bytes(new float[] {Float.NaN}, 4));
    file.add("large", "F64", ByteBuffer.allocate(8).putLong(-1).array(), 1, 1);
    Files.write(directory.resolve("model.safetensors"), file.toBytes());
    try (Checkpoint checkpoint = Checkpoint.open(directory)) {
      assertArrayEquals(sound, checkpoint.read("sound", 3, 5000));
      assertRefused(
          "\"nan\" in " + checkpoint + " has 1 value that is not finite, NaN at [2, 4999];",
          () -> checkpoint.read("nan", 3, 5000));
      assertRefused(
          "has 2 values that are not finite, the first -Infinity at [1, 3];",
          () -> checkpoint.readRows("infinite", 3, 5000, (_, _) -> {}));
      assertRefused(
          "1 value that is not finite, Infinity at [1];", () -> checkpoint.read("half", 2));
      assertRefused("NaN at [];", () -> checkpoint.read("scalar"));
      assertRefused("NaN at [0, 0];", () -> checkpoint.read("large", 1, 1));
    }
  }

  @Test
  void handsOutRowsInTheirOrder() throws IOException {
    for (int columns : new int[] {1, 7, 384, 100_000}) {
      int rows = 300_000 / columns;
      float[] values = new float[rows * columns];
      for (int i = 0; i < values.length; i++) {
        values[i] = i;
      }
      SafetensorsBytes file = new SafetensorsBytes();
      file.add("m", "F32", bytes(values, 4), rows, columns);
      Files.write(directory.resolve("model.safetensors"), file.toBytes());
      float[] handed = new float[values.length];
      int[] at = {0};
      try (Checkpoint checkpoint = Checkpoint.open(directory)) {
        checkpoint.readRows(
            "m",
            rows,
            columns,
            (some, count) -> {
              System.arraycopy(some, 0, handed, at[0], count * columns);
              at[0] += count * columns;
            });
        assertRefused("expected [1, 2]", () -> checkpoint.readRows("m", 1, 2, (_, _) -> {}));
      }
      assertArrayEquals(values, handed);
    }
  }

  @Test
  void readsTheSameWordsFromEveryFormOfOneModel() throws IOException {
    Path folder = Shared.golden("encoder/bert-mlm-tiny");
    float[] words = words(folder.resolve("model"));
    assertArrayEquals(words, words(folder.resolve("model-sharded")));
    assertArrayEquals(words, words(folder.resolve("model-legacy")));
    assertArrayEquals(words, words(folder.resolve("model-f16")), 1e-3f);
    assertArrayEquals(words, words(folder.resolve("model-bf16")), 8e-3f);
    try (Checkpoint single = Checkpoint.open(folder.resolve("model"));
        Checkpoint sharded = Checkpoint.open(folder.resolve("model-sharded"));
        Checkpoint untied = Checkpoint.open(folder.resolve("model-untied"))) {
      assertEquals(single.names(), sharded.names());
      for (String name : single.names()) {
        int[] shape = Arrays.stream(single.shape(name)).mapToInt(Math::toIntExact).toArray();
        assertArrayEquals(single.read(name, shape), sharded.read(name, shape), name);
      }
      assertFalse(single.has("cls.predictions.decoder.weight"));
      assertTrue(untied.has("cls.predictions.decoder.weight"));
    }
  }

  @Test
  void whatWasReadOutlivesTheCheckpointAndNothingIsReadAfterwards() throws IOException {
    SafetensorsBytes file = new SafetensorsBytes();
    file.add("x", "F32", bytes(new float[] {1, 2}, 4), 2);
    Files.write(directory.resolve("model.safetensors"), file.toBytes());
    Checkpoint checkpoint = Checkpoint.open(directory);
    float[] values = checkpoint.read("x", 2);
    checkpoint.close();
    checkpoint.close();
    assertArrayEquals(new float[] {1, 2}, values);
    assertThrows(IllegalStateException.class, () -> checkpoint.read("x", 2));
  }

  @Test
  void pickleFilesAreRefusedWithTheWayToConvertThem() throws IOException {
    assertRefused("has neither model.safetensors nor", () -> Checkpoint.open(directory));
    Files.write(directory.resolve("pytorch_model.bin"), new byte[] {'P', 'K'});
    assertRefused("save_pretrained", () -> Checkpoint.open(directory));
    assertRefused("is not a directory", () -> Checkpoint.open(directory.resolve("absent")));
  }

  @Test
  void anIndexCannotLeaveItsDirectoryAndMustAgreeWithItsFiles() throws IOException {
    SafetensorsBytes file = new SafetensorsBytes();
    file.add("x", "F32", bytes(new float[] {1, 2}, 4), 2);
    file.add("y", "F32", bytes(new float[] {3}, 4), 1);
    Path inner = Files.createDirectory(directory.resolve("inner"));
    Files.write(directory.resolve("outside.safetensors"), file.toBytes());
    Files.write(inner.resolve("part.safetensors"), file.toBytes());
    for (String shard :
        new String[] {
          "../outside.safetensors",
          directory.resolve("outside.safetensors").toString(),
          "..\\\\outside.safetensors",
          "C:part.safetensors",
          "part.safetensors\\u0000",
          ".safetensors",
          "part.bin",
        }) {
      index(inner, "{\"weight_map\": {\"x\": \"" + shard + "\"}}");
      assertRefused("which is not the name of a .safetensors file", () -> Checkpoint.open(inner));
    }
    index(inner, "{\"weight_map\": {\"x\": 3}}");
    assertRefused("which is not the name of a .safetensors file", () -> Checkpoint.open(inner));
    index(inner, "{\"weight_map\": {\"z\": \"part.safetensors\"}}");
    assertRefused("where it is not", () -> Checkpoint.open(inner));
    index(inner, "{\"weight_map\": {\"x\": \"absent.safetensors\"}}");
    assertRefused("is missing", () -> Checkpoint.open(inner));
    index(inner, "{\"weight_map\": {\"x\": \"part.safetensors\", \"x\": \"part.safetensors\"}}");
    assertRefused("is not valid JSON", () -> Checkpoint.open(inner));
    index(inner, "{\"weight_map\": [] }");
    assertRefused("must be an object", () -> Checkpoint.open(inner));
    index(inner, "{\"weight_map\": {\"x\": \"part.safetensors\"}}");
    try (Checkpoint checkpoint = Checkpoint.open(inner)) {
      assertEquals(Set.of("x"), checkpoint.names());
      assertArrayEquals(new float[] {1, 2}, checkpoint.read("x", 2));
    }
  }

  private static void index(Path directory, String json) throws IOException {
    Files.writeString(directory.resolve("model.safetensors.index.json"), json);
  }

  private static float[] words(Path directory) throws IOException {
    try (Checkpoint checkpoint = Checkpoint.open(directory)) {
      return checkpoint.read(WORDS, 1146, 32);
    }
  }

  private static void assertRefused(String expected, Executable open) {
    String message = assertThrows(CheckpointException.class, open).getMessage();
    assertTrue(message.contains(expected), message);
    assertEquals(1, message.lines().count(), message);
  }

  private static byte[] bytes(float[] values, int width) {
    ByteBuffer buffer = ByteBuffer.allocate(values.length * width).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      switch (width) {
        case 2 -> buffer.putShort(Float.floatToFloat16(value));
        case 4 -> buffer.putFloat(value);
        default -> buffer.putDouble(value);
      }
    }
    return buffer.array();
  }

  private static byte[] bfloat16(float[] values) {
    ByteBuffer buffer = ByteBuffer.allocate(values.length * 2).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      buffer.putShort((short) (Float.floatToRawIntBits(value) >>> 16));
    }
    return buffer.array();
  }
}

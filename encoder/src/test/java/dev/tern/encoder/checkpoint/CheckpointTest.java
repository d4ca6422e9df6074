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

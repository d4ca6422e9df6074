package dev.tern.encoder.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.testing.Randomized;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Int8MatrixTest {
  @TempDir private Path directory;

  @Randomized(runs = 50)
  void weightsAreAtMostHalfAScaleAway(RandomGenerator random) {
    int rows = 1 + random.nextInt(9);
    int columns = 1 + random.nextInt(70);
    float[] weights = new float[rows * columns];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(9) - 4));
    }
    Int8Matrix matrix = Int8Matrix.nearest(weights, rows, columns);
    assertEquals(rows, matrix.rows());
    assertEquals(columns, matrix.columns());
    float[] back = matrix.toFloats();
    for (int row = 0; row < rows; row++) {
      double scale = matrix.scales()[row];
      int largest = 0;
      for (int i = row * columns; i < (row + 1) * columns; i++) {
        assertEquals(weights[i], back[i], scale * (0.5 + 1e-5), "row " + row);
        assertEquals(matrix.scales()[row] * matrix.values()[i], back[i]);
        largest = Math.max(largest, Math.abs(matrix.values()[i]));
      }
      assertEquals(127, largest);
      float[] copied = new float[columns + 2];
      matrix.copyRow(row, copied, 1);
      for (int k = 0; k < columns; k++) {
        assertEquals(back[row * columns + k], copied[k + 1]);
      }
    }
  }

  @Test
  void rowsOfZerosAndOfTheSmallestNumbersBecomeZero() {
    float[] weights = {0, -0f, 0, Float.MIN_VALUE, -Float.MIN_VALUE, 0, 1, -1, 0.5f};
    Int8Matrix matrix = Int8Matrix.nearest(weights, 3, 3);
    assertArrayEquals(new float[] {0, 0, 1f / 127}, matrix.scales());
    assertArrayEquals(new byte[] {0, 0, 0, 0, 0, 0, 127, -127, 64}, matrix.values());
  }

  @Test
  void isReadFromAFileAndFromFloats() throws IOException {
    SafetensorsBytes bytes = new SafetensorsBytes();
    bytes.add("w", "I8", new byte[] {1, -127, 0, 5}, 2, 2);
    bytes.add("w_scale", "F32", floats(0.5f, 2f), 2);
    bytes.add("f", "F32", floats(127, 1, -254, 3), 2, 2);
    bytes.add("nan", "F32", floats(1, Float.NaN), 1, 2);
    bytes.add("alone", "I8", new byte[] {1, 2}, 1, 2);
    bytes.add("endless", "I8", new byte[] {1, 2}, 1, 2);
    bytes.add("endless_scale", "F32", floats(Float.POSITIVE_INFINITY), 1);
    Files.write(directory.resolve("model.safetensors"), bytes.toBytes());
    try (Checkpoint stored = Checkpoint.open(directory);
        Checkpoint int8 = Checkpoint.open(directory, Optional.of(WeightType.INT8));
        Checkpoint float32 = Checkpoint.open(directory, Optional.of(WeightType.FLOAT32))) {
      assertTrue(stored.isInt8("w") && int8.isInt8("w") && !float32.isInt8("w"));
      assertTrue(!stored.isInt8("f") && int8.isInt8("f") && !float32.isInt8("f"));
      assertEquals("I8", stored.type("w"));
      assertArrayEquals(new float[] {0.5f, -63.5f, 0, 10}, stored.read("w", 2, 2));
      assertArrayEquals(new byte[] {1, -127, 0, 5}, stored.readInt8("w", 2, 2).values());
      assertArrayEquals(new float[] {1, 2}, stored.readInt8("f", 2, 2).scales());
      assertArrayEquals(new byte[] {127, 1, -127, 2}, stored.readInt8("f", 2, 2).values());
      assertRefused("has shape [2, 2], expected [4, 1]", () -> stored.readInt8("w", 4, 1));
      assertRefused("\"nan\" in", () -> stored.readInt8("nan", 1, 2));
      assertRefused("\"alone_scale\" is missing", () -> stored.readInt8("alone", 1, 2));
      assertRefused("\"alone_scale\" is missing", () -> stored.read("alone", 1, 2));
      assertRefused("not finite, Infinity", () -> stored.read("endless", 1, 2));
    }
  }

  private static byte[] floats(float... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }

  private interface Reading {
    void run() throws IOException;
  }

  private static void assertRefused(String part, Reading reading) {
    String message = assertThrows(CheckpointException.class, reading::run).getMessage();
    assertTrue(message.contains(part), message);
  }

  @Test
  void whatIsWrittenIsReadAgain() throws IOException {
    float[] many = new float[40_001];
    for (int i = 0; i < many.length; i++) {
      many[i] = i * 0.5f;
    }
    Map<String, SafetensorsWriter.Tensor> tensors = new LinkedHashMap<>();
    tensors.put("many", new SafetensorsWriter.Tensor.Float32(List.of(1L, 40_001L), () -> many));
    tensors.put(
        "größe \"1\"",
        new SafetensorsWriter.Tensor.Int8(List.of(3L, 1L), () -> new byte[] {-128, 0, 127}));
    tensors.put(
        "scalar", new SafetensorsWriter.Tensor.Float32(List.of(), () -> new float[] {-1e-40f}));
    tensors.put("none", new SafetensorsWriter.Tensor.Float32(List.of(0L), () -> new float[0]));
    Path file = directory.resolve("new.safetensors");
    List<String> written = new ArrayList<>();
    SafetensorsWriter.write(file, tensors, written::add);
    assertEquals(List.copyOf(tensors.keySet()), written);
    try (Checkpoint checkpoint = Checkpoint.openFile(file)) {
      assertEquals(tensors.keySet(), checkpoint.names());
      assertArrayEquals(many, checkpoint.read("many", 1, many.length));
      assertArrayEquals(new float[] {-1e-40f}, checkpoint.read("scalar"));
      assertArrayEquals(new float[0], checkpoint.read("none", 0));
      assertEquals("I8", checkpoint.type("größe \"1\""));
    }
    assertThrows(IOException.class, () -> SafetensorsWriter.write(file, tensors, _ -> {}));
    Map<String, SafetensorsWriter.Tensor> wrong =
        Map.of("w", new SafetensorsWriter.Tensor.Float32(List.of(2L), () -> new float[3]));
    assertThrows(
        IllegalArgumentException.class,
        () -> SafetensorsWriter.write(directory.resolve("wrong.safetensors"), wrong, _ -> {}));
  }
}

package dev.tern.encoder.model;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The tensors of a `golden.safetensors`: outputs of the reference implementation.
///
/// A reader of its own, so that an error of the reader under test cannot hide in the expectations;
/// it trusts the file.
final class GoldenTensors {
  private final ByteBuffer bytes;
  private final Map<String, Object> entries;
  private final int dataStart;

  private GoldenTensors(ByteBuffer bytes, Map<String, Object> entries, int dataStart) {
    this.bytes = bytes;
    this.entries = entries;
    this.dataStart = dataStart;
  }

  static GoldenTensors read(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int headerLength = (int) bytes.getLong(0);
    String header = new String(bytes.array(), 8, headerLength, StandardCharsets.UTF_8);
    return new GoldenTensors(bytes, JSON.std.mapFrom(header), 8 + headerLength);
  }

  boolean has(String name) {
    return entries.containsKey(name);
  }

  float[] floats(String name) {
    float[] values = new float[length(name) / 4];
    bytes
        .slice(start(name), length(name))
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(values);
    return values;
  }

  int[] ints(String name) {
    int[] values = new int[length(name) / 4];
    bytes.slice(start(name), length(name)).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(values);
    return values;
  }

  /// The token ids of each input by its name, those of the padded batch left out.
  Map<String, int[]> inputs() {
    String suffix = ".input_ids";
    Map<String, int[]> inputs = new TreeMap<>();
    for (String name : entries.keySet()) {
      if (name.endsWith(suffix) && !name.contains("batch")) {
        inputs.put(name.substring(0, name.length() - suffix.length()), ints(name));
      }
    }
    return inputs;
  }

  private int start(String name) {
    return dataStart + offset(name, 0);
  }

  private int length(String name) {
    return offset(name, 1) - offset(name, 0);
  }

  private int offset(String name, int end) {
    Map<?, ?> entry = (Map<?, ?>) entries.get(name);
    return ((Number) ((List<?>) entry.get("data_offsets")).get(end)).intValue();
  }
}

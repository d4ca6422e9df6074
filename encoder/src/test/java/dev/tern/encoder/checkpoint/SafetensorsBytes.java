package dev.tern.encoder.checkpoint;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Builds small safetensors files for tests, right ones and, piece by piece, wrong ones.
final class SafetensorsBytes {
  private final List<String> entries = new ArrayList<>();
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();

  /// Appends a tensor with the given bytes.
  void add(String name, String type, byte[] bytes, int... shape) {
    int begin = data.size();
    data.writeBytes(bytes);
    entries.add(entry(name, type, Arrays.toString(shape), begin, data.size()));
  }

  /// The text of a header's entry.
  static String entry(String name, String type, String shape, long begin, long end) {
    return "\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
        .formatted(name, type, shape, begin, end);
  }

  /// The whole file.
  byte[] toBytes() {
    return file("{" + String.join(",", entries) + "}", data.toByteArray());
  }

  /// A file of the given header and data.
  static byte[] file(String header, byte[] data) {
    byte[] utf8 = header.getBytes(StandardCharsets.UTF_8);
    return file(utf8.length, utf8, data);
  }

  /// A file whose header length says `length`, whatever the header's is.
  static byte[] file(long length, byte[] header, byte[] data) {
    return ByteBuffer.allocate(Long.BYTES + header.length + data.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(length)
        .put(header)
        .put(data)
        .array();
  }
}

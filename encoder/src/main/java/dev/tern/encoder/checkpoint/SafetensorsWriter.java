package dev.tern.encoder.checkpoint;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Writes a safetensors file, one tensor in memory at a time.
public final class SafetensorsWriter {
  private static final int BUFFER_BYTES = 1 << 16;

  private SafetensorsWriter() {}

  /// A tensor that is to be written; its values are asked for when their turn comes.
  public sealed interface Tensor {
    /// Outermost dimension first.
    List<Long> shape();

    /// Of type F32.
    record Float32(List<Long> shape, Values<float[]> values) implements Tensor {}

    /// Of type I8.
    record Int8(List<Long> shape, Values<byte[]> values) implements Tensor {}
  }

  /// Where the values of a tensor come from.
  ///
  /// @param <T> an array
  public interface Values<T> {
    /// As many values as the shape has, row-major.
    T read() throws IOException;
  }

  /// Writes a new file and makes it durable.
  ///
  /// @param tensors by name, in the order in which they are to lie in the file
  /// @param written told the name of each tensor that was written
  /// @throws IOException if the file exists or cannot be written, or if values cannot be read
  /// @throws IllegalArgumentException if a tensor has another number of values than its shape
  public static void write(Path file, Map<String, Tensor> tensors, Consumer<String> written)
      throws IOException {
    Map<String, Object> header = new LinkedHashMap<>();
    header.put("__metadata__", Map.of("format", "pt")); // transformers asks for it
    long position = 0;
    for (Map.Entry<String, Tensor> tensor : tensors.entrySet()) {
      TensorType type = type(tensor.getValue());
      long end = Math.addExact(position, bytes(tensor.getValue().shape(), type));
      // In one order, so that equal tensors have equal bytes.
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("dtype", type.name());
      entry.put("shape", tensor.getValue().shape());
      entry.put("data_offsets", List.of(position, end));
      header.put(tensor.getKey(), entry);
      position = end;
    }
    byte[] json = JSON.std.asString(header).getBytes(StandardCharsets.UTF_8);
    int padding = -json.length & 7; // so that the data is aligned
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer head =
          ByteBuffer.allocate(Long.BYTES + json.length + padding).order(ByteOrder.LITTLE_ENDIAN);
      head.putLong(json.length + padding).put(json);
      head.put(" ".repeat(padding).getBytes(StandardCharsets.UTF_8)).flip();
      write(channel, head);
      for (Map.Entry<String, Tensor> tensor : tensors.entrySet()) {
        long before = channel.position();
        write(channel, tensor.getValue());
        long expected = bytes(tensor.getValue().shape(), type(tensor.getValue()));
        if (channel.position() - before != expected) {
          throw new IllegalArgumentException(
              "a tensor must have the values of its shape: name=" + tensor.getKey());
        }
        written.accept(tensor.getKey());
      }
      channel.force(true);
    }
  }

  private static TensorType type(Tensor tensor) {
    return switch (tensor) {
      case Tensor.Float32 _ -> TensorType.F32;
      case Tensor.Int8 _ -> TensorType.I8;
    };
  }

  private static long bytes(List<Long> shape, TensorType type) {
    return new TensorEntry("", type, shape, 0, 0).bytes();
  }

  private static void write(FileChannel channel, Tensor tensor) throws IOException {
    switch (tensor) {
      case Tensor.Int8 int8 -> write(channel, ByteBuffer.wrap(int8.values().read()));
      case Tensor.Float32 float32 -> {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : float32.values().read()) {
          buffer.putFloat(value);
          if (!buffer.hasRemaining()) {
            write(channel, buffer.flip());
            buffer.clear();
          }
        }
        write(channel, buffer.flip());
      }
    }
  }

  private static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}

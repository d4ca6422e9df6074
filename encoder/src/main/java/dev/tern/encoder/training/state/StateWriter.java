package dev.tern.encoder.training.state;

import dev.tern.encoder.text.Utf8;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.util.Map;
import java.util.zip.CRC32C;

/// Bytes on their way to a channel, with their checksum.
final class StateWriter {
  private final WritableByteChannel channel;
  private final ByteBuffer buffer =
      ByteBuffer.allocateDirect(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
  private final CRC32C checksum = new CRC32C();

  StateWriter(WritableByteChannel channel) {
    this.channel = channel;
  }

  void write(TrainingState state) throws IOException {
    buffer.put(StateFile.MAGIC).putInt(StateFile.VERSION);
    buffer.putInt(Math.addExact(state.longs().size(), state.floats().size()));
    for (Map.Entry<String, long[]> entry : state.longs().entrySet()) {
      head(StateFile.LONGS, entry.getKey(), entry.getValue().length);
      for (long value : entry.getValue()) {
        reserve(Long.BYTES);
        buffer.putLong(value);
      }
    }
    for (Map.Entry<String, float[]> entry : state.floats().entrySet()) {
      head(StateFile.FLOATS, entry.getKey(), entry.getValue().length);
      for (float value : entry.getValue()) {
        reserve(Float.BYTES);
        buffer.putFloat(value);
      }
    }
    flush();
    buffer.putInt((int) checksum.getValue());
    flush();
  }

  private void head(int kind, String name, int length) throws IOException {
    byte[] bytes =
        Utf8.encode(name)
            .filter(encoded -> encoded.length <= 0xFFFF)
            .orElseThrow(() -> new IllegalArgumentException("no name for a file: name=" + name));
    reserve(1 + Short.BYTES);
    buffer.put((byte) kind).putShort((short) bytes.length);
    // A name may be as long as the buffer.
    flush();
    buffer.put(bytes);
    reserve(Long.BYTES);
    buffer.putLong(length);
  }

  private void reserve(int bytes) throws IOException {
    if (buffer.remaining() < bytes) {
      flush();
    }
  }

  private void flush() throws IOException {
    buffer.flip();
    checksum.update(buffer.duplicate());
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    buffer.clear();
  }
}

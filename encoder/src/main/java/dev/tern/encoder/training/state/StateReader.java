package dev.tern.encoder.training.state;

import dev.tern.encoder.text.Utf8;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.zip.CRC32C;

/// Bytes on their way from a file. No length in it is believed before the file is known to have
/// that many bytes, and nothing is handed out before the checksum of all of them is.
final class StateReader {
  private static final int LEAST_RECORD_BYTES = 1 + Short.BYTES + Long.BYTES;

  private final FileChannel channel;
  private final String file;
  private final ByteBuffer buffer =
      ByteBuffer.allocateDirect(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
  private final CRC32C checksum = new CRC32C();

  /// Bytes before the checksum that were not asked for yet.
  private long remaining;

  StateReader(FileChannel channel, String file) {
    this.channel = channel;
    this.file = file;
    buffer.limit(0);
  }

  TrainingState read() throws IOException {
    remaining = channel.size() - Integer.BYTES;
    byte[] magic = new byte[StateFile.MAGIC.length];
    if (remaining < magic.length) {
      throw damaged("has only " + channel.size() + " bytes");
    }
    take(magic.length).get(magic);
    if (!Arrays.equals(magic, StateFile.MAGIC)) {
      throw new StateException(file + " is no saved state of a training run; check the path");
    }
    int version = take(Integer.BYTES).getInt();
    if (version != StateFile.VERSION) {
      throw new StateException(
          file
              + " has version "
              + Integer.toUnsignedString(version)
              + " and this program reads version "
              + StateFile.VERSION
              + "; resume with the program that wrote it");
    }
    TrainingState state = new TrainingState(file);
    long records = Integer.toUnsignedLong(take(Integer.BYTES).getInt());
    if (records > remaining / LEAST_RECORD_BYTES) {
      throw damaged("has no room for " + records + " records");
    }
    for (long record = 0; record < records; record++) {
      readRecord(state);
    }
    verify();
    return state;
  }

  private void readRecord(TrainingState state) throws IOException {
    int kind = take(1).get();
    byte[] bytes = new byte[Short.toUnsignedInt(take(Short.BYTES).getShort())];
    take(bytes.length).get(bytes);
    String name = Utf8.decode(bytes).orElseThrow(() -> damaged("has a name that is not UTF-8"));
    long length = take(Long.BYTES).getLong();
    if (kind != StateFile.LONGS && kind != StateFile.FLOATS) {
      throw damaged("has a record of kind " + kind);
    }
    if (length < 0 || length > remaining / (kind == StateFile.LONGS ? Long.BYTES : Float.BYTES)) {
      throw damaged("has no room for " + length + " values");
    }
    if (kind == StateFile.LONGS
        ? state.longs().containsKey(name)
        : state.floats().containsKey(name)) {
      throw damaged("has a name twice");
    }
    // Files of more than 2^31 values of one name are never written.
    int size = (int) Math.min(length, Integer.MAX_VALUE - 8);
    if (kind == StateFile.LONGS) {
      long[] values = new long[size];
      for (int i = 0; i < size; i++) {
        values[i] = take(Long.BYTES).getLong();
      }
      state.put(name, values);
    } else {
      float[] values = new float[size];
      for (int i = 0; i < size; i++) {
        values[i] = take(Float.BYTES).getFloat();
      }
      state.put(name, values);
    }
  }

  private void verify() throws IOException {
    if (remaining != 0) {
      throw damaged("has " + remaining + " bytes too many");
    }
    int computed = (int) checksum.getValue();
    remaining = Integer.BYTES;
    if (take(Integer.BYTES).getInt() != computed) {
      throw damaged("does not have the checksum that was written");
    }
  }

  /// The buffer with at least `bytes` bytes to take next; no more than the buffer holds.
  private ByteBuffer take(int bytes) throws IOException {
    if (bytes > remaining) {
      throw damaged("ends too early");
    }
    if (buffer.remaining() < bytes) {
      buffer.compact();
      // Not into the checksum's own bytes, which it does not cover.
      buffer.limit((int) Math.min(buffer.capacity(), remaining));
      int from = buffer.position();
      while (buffer.hasRemaining()) {
        if (channel.read(buffer) < 0) {
          throw damaged("became shorter while it was read");
        }
      }
      checksum.update(buffer.slice(from, buffer.position() - from));
      buffer.flip();
    }
    remaining -= bytes;
    return buffer;
  }

  private StateException damaged(String what) {
    return new StateException(file + " is damaged: it " + what + "; resume from an older one");
  }
}

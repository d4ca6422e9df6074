package dev.tern.engine.codec;

import dev.tern.engine.store.SectionFileWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Bytes that are collected until it is their turn to be written; more than an array can hold.
final class GrowingBytes {
  private static final int PART_BYTES = 1 << 20;

  private final List<byte[]> full = new ArrayList<>();
  private byte[] part = new byte[1 << 12];
  private int used;

  /// Number of bytes.
  long size() {
    return (long) full.size() * PART_BYTES + used;
  }

  /// Forgets all bytes.
  void clear() {
    full.clear();
    used = 0;
  }

  /// Appends the first `count` bytes.
  void add(byte[] bytes, int count) {
    for (int done = 0; done < count; ) {
      if (used == part.length) {
        grow();
      }
      int some = Math.min(count - done, part.length - used);
      System.arraycopy(bytes, done, part, used, some);
      used += some;
      done += some;
    }
  }

  /// Appends the lowest 8 bits.
  void add(int value) {
    if (used == part.length) {
      grow();
    }
    part[used++] = (byte) value;
  }

  /// Appends all bytes of others.
  void add(GrowingBytes others) {
    for (byte[] bytes : others.full) {
      add(bytes, PART_BYTES);
    }
    add(others.part, others.used);
  }

  private void grow() {
    if (part.length < PART_BYTES) {
      part = Arrays.copyOf(part, 2 * part.length);
    } else {
      full.add(part);
      part = new byte[PART_BYTES];
      used = 0;
    }
  }

  /// Appends all bytes to the section that is being written.
  void writeTo(SectionFileWriter file) throws IOException {
    for (byte[] bytes : full) {
      file.putBytes(bytes, 0, PART_BYTES);
    }
    file.putBytes(part, 0, used);
  }
}

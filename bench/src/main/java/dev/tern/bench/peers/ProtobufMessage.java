package dev.tern.bench.peers;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A message in the wire format of Protocol Buffers, put together field by field.
///
/// ```
/// message = { field }
/// field   = varint(number << 3 | 0) varint                integers
///         | varint(number << 3 | 2) varint(length) bytes  texts, bytes, messages, arrays
///         | varint(number << 3 | 5) 4 bytes               float
/// ```
///
/// Arrays are kept and not copied until the message is written, since weights are large.
final class ProtobufMessage {
  private static final int VARINT = 0;
  private static final int DELIMITED = 2;
  private static final int FIXED32 = 5;
  private static final int FLOATS_AT_ONCE = 1 << 14;

  private final List<Piece> pieces = new ArrayList<>();
  private long length;

  /// Some bytes of the message.
  private interface Piece {
    void write(OutputStream out) throws IOException;
  }

  /// Appends an integer; those below 0 take ten bytes.
  ProtobufMessage integer(int field, long value) {
    varint((long) field << 3 | VARINT);
    varint(value);
    return this;
  }

  ProtobufMessage float32(int field, float value) {
    varint((long) field << 3 | FIXED32);
    bytes(ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN).putFloat(value).array());
    return this;
  }

  ProtobufMessage text(int field, String value) {
    return bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  ProtobufMessage bytes(int field, byte[] value) {
    delimit(field, value.length);
    bytes(value);
    return this;
  }

  /// Appends the bytes of float32 values, little-endian.
  ProtobufMessage floats(int field, float[] values) {
    long bytes = (long) values.length * Float.BYTES;
    delimit(field, bytes);
    append(bytes, out -> write(values, out));
    return this;
  }

  /// Appends a message, to which nothing may be added afterwards.
  ProtobufMessage message(int field, ProtobufMessage value) {
    delimit(field, value.length);
    append(value.length, value::writeTo);
    return this;
  }

  void writeTo(OutputStream out) throws IOException {
    for (Piece piece : pieces) {
      piece.write(out);
    }
  }

  private void delimit(int field, long bytes) {
    varint((long) field << 3 | DELIMITED);
    varint(bytes);
  }

  private void varint(long value) {
    byte[] bytes = new byte[10];
    int size = 0;
    long rest = value;
    for (; (rest & ~0x7FL) != 0; rest >>>= 7) {
      bytes[size++] = (byte) (rest | 0x80);
    }
    bytes[size++] = (byte) rest;
    int used = size;
    append(used, out -> out.write(bytes, 0, used));
  }

  private void bytes(byte[] value) {
    append(value.length, out -> out.write(value));
  }

  private void append(long bytes, Piece piece) {
    pieces.add(piece);
    length += bytes;
  }

  private static void write(float[] values, OutputStream out) throws IOException {
    ByteBuffer buffer =
        ByteBuffer.allocate(FLOATS_AT_ONCE * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int from = 0; from < values.length; from += FLOATS_AT_ONCE) {
      int count = Math.min(FLOATS_AT_ONCE, values.length - from);
      buffer.asFloatBuffer().put(values, from, count);
      out.write(buffer.array(), 0, count * Float.BYTES);
    }
  }
}

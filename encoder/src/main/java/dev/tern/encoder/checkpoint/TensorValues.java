package dev.tern.encoder.checkpoint;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// The values of one tensor in a mapped file, as float32: F16 and BF16 exactly, F64 rounded to the
/// nearest. A value that is NaN or infinite is refused.
///
/// Values are copied from the file in pieces and converted from an array, in loops that the
/// compiler vectorizes by itself. The Vector API would be no help: code that uses it is at its
/// slowest when a program starts, which is when weights are read.
final class TensorValues {
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfDouble DOUBLE =
      ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /// Values in a piece, so that they are converted and checked in the first-level cache.
  private static final int PIECE = 4096;

  /// The bits of an infinity; those of a NaN are above.
  private static final int INFINITE = 0x7f800000;

  private final MemorySegment bytes;
  private final TensorEntry entry;
  private final String description;

  private TensorValues(MemorySegment bytes, TensorEntry entry, String description) {
    this.bytes = bytes;
    this.entry = entry;
    this.description = description;
  }

  /// The values of a tensor.
  ///
  /// @param data of the file
  /// @param description of the tensor, the beginning of a message
  /// @throws CheckpointException if values of its type are not read
  static TensorValues of(MemorySegment data, TensorEntry entry, String description)
      throws CheckpointException {
    return switch (entry.type()) {
      case F32, F16, BF16, F64 ->
          new TensorValues(
              data.asSlice(entry.begin(), entry.end() - entry.begin()), entry, description);
      default ->
          throw new CheckpointException(
              description
                  + " has dtype "
                  + entry.type()
                  + ", and weights are read from F32, F16, BF16, F64, and I8 with scales;"
                  + " convert the checkpoint to one of these");
    };
  }

  /// Copies the values `[first, first + count)` to the beginning of `to`.
  ///
  /// @throws CheckpointException if one of them is not finite
  void copy(long first, float[] to, int count) throws CheckpointException {
    for (int from = 0; from < count; from += PIECE) {
      int size = Math.min(PIECE, count - from);
      convert(first + from, to, from, size);
      if (largestBits(to, from, size) >= INFINITE) {
        throw refusal();
      }
    }
  }

  private void convert(long first, float[] to, int at, int size) {
    long offset = first * (entry.type().bits() / Byte.SIZE);
    switch (entry.type()) {
      case F32 -> MemorySegment.copy(bytes, FLOAT, offset, to, at, size);
      case F64 -> {
        double[] values = new double[size];
        MemorySegment.copy(bytes, DOUBLE, offset, values, 0, size);
        fromDouble(values, to, at);
      }
      default -> {
        short[] values = new short[size];
        MemorySegment.copy(bytes, SHORT, offset, values, 0, size);
        if (entry.type() == TensorType.F16) {
          fromHalf(values, to, at);
        } else {
          fromUpperHalf(values, to, at);
        }
      }
    }
  }

  private static void fromDouble(double[] values, float[] to, int at) {
    for (int i = 0; i < values.length; i++) {
      to[at + i] = (float) values[i];
    }
  }

  private static void fromHalf(short[] values, float[] to, int at) {
    for (int i = 0; i < values.length; i++) {
      to[at + i] = Float.float16ToFloat(values[i]);
    }
  }

  /// BF16 is the upper half of a float32.
  private static void fromUpperHalf(short[] values, float[] to, int at) {
    for (int i = 0; i < values.length; i++) {
      to[at + i] = Float.intBitsToFloat(values[i] << 16);
    }
  }

  private static int largestBits(float[] values, int from, int size) {
    int largest = 0;
    for (int i = from; i < from + size; i++) {
      largest = Math.max(largest, Float.floatToRawIntBits(values[i]) & Integer.MAX_VALUE);
    }
    return largest;
  }

  /// Looks at the whole tensor, to say how much of it is damaged and where that begins.
  private CheckpointException refusal() {
    long elements = entry.elements();
    long damaged = 0;
    long first = 0;
    float found = 0;
    float[] piece = new float[PIECE];
    for (long from = 0; from < elements; from += PIECE) {
      int size = (int) Math.min(PIECE, elements - from);
      convert(from, piece, 0, size);
      for (int i = 0; i < size; i++) {
        if (!Float.isFinite(piece[i])) {
          first = damaged == 0 ? from + i : first;
          found = damaged == 0 ? piece[i] : found;
          damaged++;
        }
      }
    }
    return new CheckpointException(
        description
            + " has "
            + damaged
            + (damaged == 1 ? " value that is" : " values that are")
            + " not finite, "
            + (damaged == 1 ? "" : "the first ")
            + found
            + " at "
            + entry.position(first)
            + "; the file is damaged or its training failed, fetch it again");
  }
}

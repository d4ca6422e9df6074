package dev.tern.encoder.training.teacher;

import dev.tern.encoder.SparseVector;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// How a vector is kept on disk.
///
/// Weights are rounded to half precision, a relative error of at most 2^-11 and so far below what
/// teachers differ by. What is kept twice is rounded once: `decode(encode(v))` encodes to the same
/// bytes.
///
/// | coding | bytes |
/// |---|---|
/// | [#DENSE] | `weight:f16` for each dimension |
/// | [#SPARSE] | for each entry in ascending order `idStep:varint weight:f16` |
///
/// A varint has 7 bits a byte, the lowest first; the top bit says that another byte follows. The
/// step is the difference from the id before, and from -1 for the first.
///
/// @param <V> kind of vector
interface VectorCoding<V> {
  /// The bytes of a vector.
  byte[] encode(V vector);

  /// The vector of bytes that [#encode] gave.
  ///
  /// @throws RuntimeException if they are others
  V decode(ByteBuffer bytes);

  /// Dense vectors.
  VectorCoding<float[]> DENSE =
      new VectorCoding<>() {
        @Override
        public byte[] encode(float[] vector) {
          ByteBuffer bytes = ByteBuffer.allocate(Short.BYTES * vector.length);
          for (float weight : vector) {
            bytes.putShort(Float.floatToFloat16(weight));
          }
          return bytes.array();
        }

        @Override
        public float[] decode(ByteBuffer bytes) {
          float[] vector = new float[bytes.remaining() / Short.BYTES];
          for (int i = 0; i < vector.length; i++) {
            vector[i] = Float.float16ToFloat(bytes.getShort());
          }
          return vector;
        }
      };

  /// Sparse vectors. A weight that rounds to 0 is left out.
  VectorCoding<SparseVector> SPARSE =
      new VectorCoding<>() {
        private static final int MOST_BYTES = 5 + Short.BYTES;

        @Override
        public byte[] encode(SparseVector vector) {
          ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(MOST_BYTES, vector.size()));
          int last = -1;
          for (int i = 0; i < vector.size(); i++) {
            short weight = Float.floatToFloat16(vector.weight(i));
            if (weight != 0) {
              int step = vector.id(i) - last;
              for (; step > 0x7F; step >>>= 7) {
                bytes.put((byte) (step | 0x80));
              }
              bytes.put((byte) step).putShort(weight);
              last = vector.id(i);
            }
          }
          return Arrays.copyOf(bytes.array(), bytes.position());
        }

        @Override
        public SparseVector decode(ByteBuffer bytes) {
          int[] ids = new int[bytes.remaining() / (1 + Short.BYTES)];
          float[] weights = new float[ids.length];
          int size = 0;
          int last = -1;
          while (bytes.hasRemaining()) {
            int step = 0;
            byte next;
            int shift = 0;
            do {
              next = bytes.get();
              step |= (next & 0x7F) << shift;
              shift += 7;
            } while (next < 0);
            last += step;
            ids[size] = last;
            weights[size++] = Float.float16ToFloat(bytes.getShort());
          }
          return SparseVector.of(Arrays.copyOf(ids, size), Arrays.copyOf(weights, size));
        }
      };
}

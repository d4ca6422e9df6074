package dev.tern.engine.kernel;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.stream.IntStream;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// Tables with which a vector of entries of the same width that are packed to the bit comes into
/// the lanes of a vector of ints, and with which lanes get what others have.
final class PackedEntries {
  /// An entry and the bits before it in its first byte have to fit 32 bits.
  static final int MOST_BITS = 25;

  /// As many bits as a vector of ints.
  static final VectorSpecies<Byte> BYTES = VectorSpecies.of(byte.class, Ints.SPECIES.vectorShape());

  static final ValueLayout.OfLong U64 =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /// For each width, and whether the first entry starts in the middle of a byte, from which byte
  /// each byte of the vector comes.
  static final byte[] SOURCES = sources();

  /// In the same order how far each lane has to be shifted.
  static final int[] SHIFTS = shifts();

  static final VectorShuffle<Integer> BY_1 = behind(1);
  static final VectorShuffle<Integer> BY_2 = behind(2);
  static final VectorShuffle<Integer> BY_4 = behind(4);
  static final VectorShuffle<Integer> BY_8 = behind(8);
  static final IntVector FROM_1 = from(1);
  static final IntVector FROM_2 = from(2);
  static final IntVector FROM_4 = from(4);
  static final IntVector FROM_8 = from(8);

  /// The next lane; of the last one itself.
  static final VectorShuffle<Integer> NEXT =
      VectorShuffle.fromOp(Ints.SPECIES, lane -> Math.min(lane + 1, Ints.LANES - 1));

  private PackedEntries() {}

  /// Where in [#SOURCES] the bytes for a vector begin whose first entry starts at a bit; a quarter
  /// of it is where its lanes begin in [#SHIFTS].
  static int row(int width, long bit) {
    return (2 * width + ((int) (bit >>> 2) & 1)) * BYTES.length();
  }

  /// The lane that is so many before, or the first one.
  private static VectorShuffle<Integer> behind(int lanes) {
    return VectorShuffle.fromOp(Ints.SPECIES, lane -> Math.max(lane - lanes, 0));
  }

  /// All bits from a lane on.
  private static IntVector from(int first) {
    int[] bits = IntStream.range(0, Ints.LANES).map(lane -> lane < first ? 0 : -1).toArray();
    return IntVector.fromArray(Ints.SPECIES, bits, 0);
  }

  /// The bit at which the entry of a lane starts in the vector of this row.
  private static int start(int row, int lane) {
    return lane * (row / 2) + row % 2 * (Byte.SIZE / 2);
  }

  private static byte[] sources() {
    byte[] sources = new byte[2 * (MOST_BITS + 1) * BYTES.length()];
    for (int i = 0; i < sources.length; i++) {
      int within = i % BYTES.length();
      int from = start(i / BYTES.length(), within / Integer.BYTES) / Byte.SIZE;
      // The last bytes of an entry may be behind the vector if it does not reach them.
      sources[i] = (byte) Math.min(from + within % Integer.BYTES, BYTES.length() - 1);
    }
    return sources;
  }

  private static int[] shifts() {
    int[] shifts = new int[2 * (MOST_BITS + 1) * Ints.LANES];
    for (int i = 0; i < shifts.length; i++) {
      shifts[i] = start(i / Ints.LANES, i % Ints.LANES) % Byte.SIZE;
    }
    return shifts;
  }
}

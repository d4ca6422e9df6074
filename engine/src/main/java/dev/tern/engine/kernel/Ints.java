package dev.tern.engine.kernel;

import java.util.stream.IntStream;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// The vectors of this package: `int`s of the width that the machine prefers, at most 512 bits, and
/// the bytes and shorts that widen to them.
///
/// The system property `tern.vectorBits` = 128, 256 or 512 narrows them, as it does those of the
/// encoder.
final class Ints {
  private static final int LEAST_BITS = 64;

  static final VectorSpecies<Integer> SPECIES = species();

  /// Ints in a vector: 4, 8 or 16.
  static final int LANES = SPECIES.length();

  /// At least [#LANES] bytes; there are no vectors of 4.
  static final VectorSpecies<Byte> BYTES = VectorSpecies.of(byte.class, shape(LANES * Byte.SIZE));

  /// [#LANES] shorts.
  static final VectorSpecies<Short> SHORTS =
      VectorSpecies.of(short.class, shape(LANES * Short.SIZE));

  /// A bit for each lane.
  static final int ALL = (1 << LANES) - 1;

  /// In lane i the number i.
  static final IntVector IOTA = IntVector.zero(SPECIES).addIndex(1);

  /// In lane i the bits 0 to i.
  static final IntVector UP_TO_LANE =
      IntVector.fromArray(SPECIES, IntStream.range(0, LANES).map(i -> (2 << i) - 1).toArray(), 0);

  private Ints() {}

  /// The first [#LANES] bytes, unsigned, as ints.
  static IntVector widen(ByteVector bytes) {
    return (IntVector) bytes.convertShape(VectorOperators.ZERO_EXTEND_B2I, SPECIES, 0);
  }

  /// The shorts, unsigned, as ints.
  static IntVector widen(ShortVector shorts) {
    return (IntVector) shorts.convertShape(VectorOperators.ZERO_EXTEND_S2I, SPECIES, 0);
  }

  private static VectorShape shape(int bits) {
    return VectorShape.forBitSize(Math.max(LEAST_BITS, bits));
  }

  private static VectorSpecies<Integer> species() {
    int preferred = Math.min(512, IntVector.SPECIES_PREFERRED.vectorBitSize());
    int asked = Integer.getInteger("tern.vectorBits", preferred);
    if ((asked != 128 && asked != 256 && asked != 512) || asked > preferred) {
      throw new LinkageError(
          "tern.vectorBits must be 128, 256 or 512 and not exceed " + preferred + ": " + asked);
    }
    return VectorSpecies.of(int.class, VectorShape.forBitSize(asked));
  }
}

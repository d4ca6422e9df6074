package dev.tern.engine.kernel;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// The vectors of this package: `int`s of the width that the machine prefers, at most 512 bits, and
/// the bytes that widen to them.
///
/// The system property `tern.vectorBits` = 128, 256 or 512 narrows them, as it does those of the
/// encoder.
final class Ints {
  static final VectorSpecies<Integer> SPECIES = species();

  /// Ints in a vector: 4, 8 or 16.
  static final int LANES = SPECIES.length();

  /// At least [#LANES] bytes; there are no vectors of 4.
  static final VectorSpecies<Byte> BYTES =
      LANES == 16 ? ByteVector.SPECIES_128 : ByteVector.SPECIES_64;

  private Ints() {}

  /// The first [#LANES] bytes, unsigned, as ints.
  static IntVector widen(ByteVector bytes) {
    return (IntVector) bytes.convertShape(VectorOperators.ZERO_EXTEND_B2I, SPECIES, 0);
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

package dev.tern.encoder.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// The vector width that all kernels of this package use, chosen once for the virtual machine.
///
/// It is the widest that the machine prefers, at most 512 bits; the system property
/// `tern.vectorBits` = 128, 256 or 512 narrows it. There is no scalar path: without the module
/// `jdk.incubator.vector` the class fails to initialize with a sentence that names the flag.
public final class Simd {
  /// Name of the system property that narrows the vectors.
  public static final String VECTOR_BITS = "tern.vectorBits";

  private static final String MODULE = "jdk.incubator.vector";

  static final VectorSpecies<Float> FLOATS = species();

  /// As many whole numbers as floats.
  static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, FLOATS.vectorShape());

  /// Floats in a vector: 4, 8 or 16.
  static final int LANES = FLOATS.length();

  /// Whether a tile of 24 accumulators fits the vector registers. AVX-512 and NEON have 32, and
  /// AVX-512 has them at every width; AVX2 has 16.
  static final boolean MANY_REGISTERS =
      FloatVector.SPECIES_PREFERRED.vectorBitSize() >= 512
          || System.getProperty("os.arch").equals("aarch64");

  private Simd() {}

  /// Makes sure that the kernels can run. To be called before any other class of this package is
  /// used, because loading one without the module ends in a `NoClassDefFoundError` that names no
  /// remedy.
  ///
  /// @throws LinkageError if the module is missing or [#VECTOR_BITS] is not one of its values
  public static void require() {
    // Running the initializer of this class is the check.
  }

  /// The width of the vectors in bits: 128, 256 or 512.
  public static int vectorBits() {
    return FLOATS.vectorBitSize();
  }

  private static VectorSpecies<Float> species() {
    // Asked before any class of the module is touched, so that its absence is a sentence and not
    // a NoClassDefFoundError.
    if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
      throw new LinkageError(
          "Tern computes with the Java module " + MODULE + "; add --add-modules " + MODULE);
    }
    int preferred = Math.min(512, FloatVector.SPECIES_PREFERRED.vectorBitSize());
    String asked = System.getProperty(VECTOR_BITS);
    int bits = asked == null ? preferred : parse(asked);
    if (bits > preferred) {
      // Wider than the machine would work, a hundred times slower.
      throw new LinkageError(
          VECTOR_BITS + " must not exceed the " + preferred + " bits of this machine: " + asked);
    }
    return VectorSpecies.of(float.class, VectorShape.forBitSize(bits));
  }

  private static int parse(String bits) {
    return switch (bits) {
      case "128", "256", "512" -> Integer.parseInt(bits);
      default -> throw new LinkageError(VECTOR_BITS + " must be 128, 256 or 512: " + bits);
    };
  }
}

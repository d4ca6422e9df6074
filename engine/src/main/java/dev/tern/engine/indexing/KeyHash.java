package dev.tern.engine.indexing;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.SplittableRandom;

/// Hashes of keys, other ones in every process, so that nobody can choose keys that collide.
public final class KeyHash {
  private static final VarHandle U64 =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long SEED = new SplittableRandom().nextLong();

  private KeyHash() {}

  /// A hash of 64 bits, all of which are as good as random.
  public static long of(byte[] key) {
    long hash = SEED ^ key.length;
    int i = 0;
    for (; i <= key.length - Long.BYTES; i += Long.BYTES) {
      hash = mix(hash ^ (long) U64.get(key, i));
    }
    long rest = 0;
    for (; i < key.length; i++) {
      rest = rest << Byte.SIZE | (key[i] & 0xFF);
    }
    return mix(hash ^ rest);
  }

  /// A bijection in which every bit of the result depends on every one given: Stafford's 13th
  /// variant of the finish of MurmurHash3.
  private static long mix(long given) {
    long z = given;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}

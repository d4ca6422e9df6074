package dev.tern.bench.peers;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// The environment of this process as native libraries see it, which Java itself cannot change.
final class CEnvironment {
  private CEnvironment() {}

  /// Calls `setenv(name, value, 1)` of the C library.
  @SuppressWarnings("restricted") // A call into C is what this is for.
  static void set(String name, String value) {
    Linker linker = Linker.nativeLinker();
    MethodHandle setenv =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("setenv"),
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
    try (Arena arena = Arena.ofConfined()) {
      int failed = (int) setenv.invokeExact(arena.allocateFrom(name), arena.allocateFrom(value), 1);
      if (failed != 0) {
        throw new IllegalArgumentException("setenv refuses this variable: name=" + name);
      }
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}

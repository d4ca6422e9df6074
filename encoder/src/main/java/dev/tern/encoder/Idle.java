package dev.tern.encoder;

import java.util.ArrayDeque;
import java.util.function.Supplier;

/// Things to work with that are not in use: as many as threads have ever worked at once.
///
/// Safe for use by several threads.
final class Idle<T> {
  private final Supplier<? extends T> maker;
  private final ArrayDeque<T> things = new ArrayDeque<>();

  /// @param maker makes another where all are in use
  Idle(Supplier<? extends T> maker) {
    this.maker = maker;
  }

  /// One for the calling thread alone, until it gives it back; one that failed it may keep.
  synchronized T take() {
    return things.isEmpty() ? maker.get() : things.pop();
  }

  synchronized void giveBack(T thing) {
    things.push(thing);
  }
}

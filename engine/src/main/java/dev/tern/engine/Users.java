package dev.tern.engine;

import java.util.concurrent.atomic.AtomicInteger;

/// Counts who is using a resource, so that it is closed when the last one has left.
///
/// The owner counts as one; the count never rises again once it has reached 0.
final class Users {
  /// Ends a use that [#enter] began.
  interface Use extends AutoCloseable {
    @Override
    void close();
  }

  private final AtomicInteger count = new AtomicInteger(1);
  private final Runnable closing;

  /// @param closing runs once, when all have left
  Users(Runnable closing) {
    this.closing = closing;
  }

  /// Begins a use.
  ///
  /// @throws IllegalStateException if the resource has been closed
  Use enter() {
    int users;
    do {
      users = count.get();
      if (users == 0) {
        throw new IllegalStateException("the index is closed: users=0");
      }
    } while (!count.compareAndSet(users, users + 1));
    return this::leave;
  }

  /// Ends a use, or the owner's.
  void leave() {
    if (count.decrementAndGet() == 0) {
      closing.run();
    }
  }
}

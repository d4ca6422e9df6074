package dev.tern.engine;

import java.util.concurrent.atomic.AtomicInteger;

/// Counts who is using a resource, so that it is closed when it is to be and nobody uses it any
/// more.
final class Users implements AutoCloseable {
  /// Ends a use that [#enter] began.
  interface Use extends AutoCloseable {
    @Override
    void close();
  }

  /// Set in [#state] once nobody may enter any more; the other bits count the users.
  private static final int CLOSED = Integer.MIN_VALUE;

  private final AtomicInteger state = new AtomicInteger();
  private final Runnable closing;
  private final Use use = this::leave;

  /// @param closing runs once, when all have left after [#close()]
  Users(Runnable closing) {
    this.closing = closing;
  }

  /// Begins a use.
  ///
  /// @throws IllegalStateException if the resource has been closed, even if others still use it
  Use enter() {
    if (state.getAndUpdate(now -> now < 0 ? now : now + 1) < 0) {
      throw new IllegalStateException("the index is closed; open it again");
    }
    return use;
  }

  private void leave() {
    if (state.decrementAndGet() == CLOSED) {
      closing.run();
    }
  }

  /// Lets nobody enter any more; closing again does nothing.
  @Override
  public void close() {
    if (state.getAndUpdate(now -> now | CLOSED) == 0) {
      closing.run();
    }
  }
}

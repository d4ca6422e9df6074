package dev.tern.engine.cli;

import java.util.Iterator;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Turns Ctrl-C (and a polite kill) into an early end of the input, so that what was done so far is
/// finished and committed.
final class Interruption implements AutoCloseable {
  private static final long GRACE_SECONDS = 60;

  private final CountDownLatch finished = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stop, "tern-interruption");
  private volatile boolean happened;

  private Interruption() {}

  /// Listens until closed.
  static Interruption listen() {
    Interruption interruption = new Interruption();
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  /// Whether the user asked to stop.
  boolean happened() {
    return happened;
  }

  /// The same elements, ending early if the user asks to stop.
  <T> Iterator<T> until(Iterator<T> all) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return !happened && all.hasNext();
      }

      @Override
      public T next() {
        return all.next();
      }
    };
  }

  private void stop() {
    happened = true;
    try {
      finished.await(GRACE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    finished.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The program is ending already; the hook has seen the latch.
    }
  }
}

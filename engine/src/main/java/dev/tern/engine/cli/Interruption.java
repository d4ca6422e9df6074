package dev.tern.engine.cli;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Lets a command finish in its own way when the user presses Ctrl-C (or kills it politely): it is
/// told to stop, and the program ends when it has reported what it did.
final class Interruption {
  private static final long GRACE_SECONDS = 60;

  /// Down when the command has said its last word.
  private static final CountDownLatch REPORTED = new CountDownLatch(1);

  private final Runnable stop;
  private volatile boolean happened;

  private Interruption(Runnable stop) {
    this.stop = stop;
  }

  /// Listens until the program ends.
  ///
  /// @param stop makes the work end soon; called by another thread
  static Interruption listen(Runnable stop) {
    Interruption interruption = new Interruption(stop);
    Runtime.getRuntime().addShutdownHook(new Thread(interruption::interrupt, "tern-interruption"));
    return interruption;
  }

  /// Work that ends with a result, or with a [CancellationException] after it was told to stop.
  interface Work<T> {
    T run() throws IOException;
  }

  /// Does long work that Ctrl-C cancels.
  ///
  /// @param stop makes the work end soon; called by another thread
  /// @param sentence says what is left of the work if the user stopped it
  /// @throws IOException with that sentence if the user stopped it: if the work was cancelled, or
  ///   could not go on because files are cleared away while the program ends
  static <T> T run(Runnable stop, Work<T> work, Supplier<String> sentence) throws IOException {
    Interruption interruption = listen(stop);
    try {
      return work.run();
    } catch (CancellationException | IOException e) {
      if (interruption.happened()) {
        throw new IOException(sentence.get(), e);
      }
      throw e;
    }
  }

  /// The command has reported; nothing needs to be waited for.
  static void over() {
    REPORTED.countDown();
  }

  /// Whether the user asked to stop.
  boolean happened() {
    return happened;
  }

  private void interrupt() {
    if (REPORTED.getCount() == 0) {
      return;
    }
    happened = true;
    stop.run();
    try {
      REPORTED.await(GRACE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

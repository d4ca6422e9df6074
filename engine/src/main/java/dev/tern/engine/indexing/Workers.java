package dev.tern.engine.indexing;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;

/// Does pieces of work on several threads, of which the one that asks for their results is one.
///
/// Who needs a result that nobody has begun to find finds it himself, so that no thread waits for
/// work that another one could do, and with one thread everything is done at once where it is
/// started. What comes out does not depend on who does a piece, as pieces do not share anything
/// that changes.
public final class Workers implements AutoCloseable {
  private final int threads;
  private final Optional<ExecutorService> others;

  /// @param threads how many, the calling one included; the others begin with the first piece of
  ///   work and end when the workers are closed
  public Workers(int threads) {
    this.threads = threads;
    others =
        threads == 1
            ? Optional.empty()
            : Optional.of(Executors.newFixedThreadPool(threads - 1, Workers::daemon));
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "tern-indexing");
    thread.setDaemon(true);
    return thread;
  }

  /// How many threads there are.
  int threads() {
    return threads;
  }

  /// Has a piece of work done.
  <T> Work<T> start(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    others.ifPresentOrElse(pool -> pool.execute(task), task);
    return new Work<>(task);
  }

  /// Lets the other threads end.
  @Override
  public void close() {
    others.ifPresent(ExecutorService::shutdownNow);
  }

  /// A piece of work that has been started.
  record Work<T>(FutureTask<T> task) {
    /// What it gives, once it is done.
    ///
    /// @throws IOException that ended it, or if the thread is interrupted
    T result() throws IOException {
      task.run(); // does nothing if a thread has begun
      try {
        return task.get();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        InterruptedIOException interrupted =
            new InterruptedIOException("the thread was interrupted while it made a segment");
        interrupted.initCause(e);
        throw interrupted;
      } catch (ExecutionException e) {
        switch (e.getCause()) {
          case IOException cause -> throw cause;
          case RuntimeException cause -> throw cause;
          case Error cause -> throw cause;
          default -> throw new IllegalStateException(e.getCause());
        }
      }
    }
  }
}

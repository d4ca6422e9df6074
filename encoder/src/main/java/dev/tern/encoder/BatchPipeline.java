package dev.tern.encoder;

import dev.tern.encoder.Window.Piece;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import java.util.function.Function;

/// Encodes a stream of texts with independent workers, in order and in bounded memory.
///
/// The calling thread reads the stream, hands out work and delivers results; it alone calls the
/// iterator and the consumer, so a slow consumer slows the reading. While a window of texts is
/// being encoded the next one is read, so that the workers do not run dry between windows. No two
/// workers share anything but the model. The threads are daemons and end with [#close()].
///
/// @param <X> a text, alone or with more about it
/// @param <V> what a text becomes
final class BatchPipeline<X, V> implements AutoCloseable {
  private static final int TEXTS_PER_TOKENIZING_TASK = 32;

  /// No more texts are read into a window that has so many characters: a few very long ones are
  /// enough for all workers.
  private static final long MAX_CHARS = 1 << 24;

  private final BatchEncoding<X, V> encoding;
  private final Batching batching;
  private final ExecutorService workers;
  private volatile boolean cancelled;

  BatchPipeline(BatchEncoding<X, V> encoding, Batching batching) {
    this.encoding = encoding;
    this.batching = batching;
    // A pool makes its threads when they are first needed, so this costs nothing by itself.
    this.workers =
        Executors.newFixedThreadPool(
            batching.threads(), Thread.ofPlatform().daemon().name("tern-encoder-", 0).factory());
  }

  /// Hands every item with the result of its text to `consumer`, in the order of `items`.
  ///
  /// What the iterator, `text`, the encoding or the consumer throws ends the run and is thrown.
  ///
  /// @throws IllegalStateException if the pipeline is closed
  /// @throws CancellationException if the calling thread is interrupted, which it then still is, or
  ///   after [#cancel()]
  <T> void run(
      Iterator<? extends T> items,
      Function<? super T, ? extends X> text,
      BiConsumer<? super T, ? super V> consumer) {
    List<Window<T, X, V>> underWay = new ArrayList<>();
    try {
      while (items.hasNext()) {
        Window<T, X, V> window = read(items, text);
        underWay.add(window);
        tokenize(window);
        await(window);
        encode(window);
        if (underWay.size() == 2) {
          deliver(underWay.removeFirst(), consumer);
        }
      }
      while (!underWay.isEmpty()) {
        deliver(underWay.removeFirst(), consumer);
      }
    } finally {
      // Nothing is left after a normal run.
      underWay.forEach(window -> window.tasks.forEach(task -> task.cancel(false)));
    }
  }

  private <T> Window<T, X, V> read(
      Iterator<? extends T> items, Function<? super T, ? extends X> text) {
    List<T> read = new ArrayList<>();
    List<X> texts = new ArrayList<>();
    long chars = 0;
    while (read.size() < batching.textsPerWindow() && chars < MAX_CHARS && items.hasNext()) {
      T item = items.next();
      read.add(item);
      texts.add(text.apply(item));
      chars += encoding.length(texts.getLast());
    }
    return new Window<>(read, texts);
  }

  private void tokenize(Window<?, X, V> window) {
    int size = window.items.size();
    for (int begin = 0; begin < size; begin += TEXTS_PER_TOKENIZING_TASK) {
      int first = begin;
      int end = Math.min(begin + TEXTS_PER_TOKENIZING_TASK, size);
      submit(
          window,
          () -> {
            for (int i = first; i < end; i++) {
              window.pieces.set(i, encoding.tokenize(window.texts.get(i)));
            }
          });
    }
  }

  private void encode(Window<?, X, V> window) {
    for (List<Piece> batch : window.batches(batching)) {
      submit(
          window,
          () -> {
            List<V> results = encoding.encode(batch.stream().map(window::tokens).toList());
            for (int i = 0; i < results.size(); i++) {
              window.add(batch.get(i).text(), results.get(i), encoding);
            }
          });
    }
  }

  private void submit(Window<?, X, V> window, Runnable task) {
    try {
      window.tasks.add(
          workers.submit(() -> {
            if (cancelled) {
              throw new CancellationException("encoding was cancelled");
            }
            task.run();
          }));
    } catch (RejectedExecutionException e) {
      throw new IllegalStateException("the encoder is closed", e);
    }
  }

  private <T> void deliver(Window<T, X, V> window, BiConsumer<? super T, ? super V> consumer) {
    await(window);
    for (int i = 0; i < window.items.size(); i++) {
      consumer.accept(window.items.get(i), window.result(i));
    }
  }

  private static void await(Window<?, ?, ?> window) {
    try {
      if (Thread.interrupted()) {
        // Tasks that are done already would be waited for without a look at it.
        throw new InterruptedException();
      }
      for (Future<?> task : window.tasks) {
        task.get();
      }
      window.tasks.clear();
    } catch (InterruptedException e) {
      window.tasks.forEach(task -> task.cancel(false));
      Thread.currentThread().interrupt();
      CancellationException cancelled = new CancellationException("encoding was interrupted");
      cancelled.initCause(e);
      throw cancelled;
    } catch (ExecutionException e) {
      window.tasks.forEach(task -> task.cancel(false));
      switch (e.getCause()) {
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        default -> throw new IllegalStateException(e);
      }
    }
  }

  /// Ends the run under way, and every later one, as soon as the mini-batches that are being
  /// computed are done. For any thread, such as one that was told to end the program.
  void cancel() {
    cancelled = true;
  }

  /// Lets the threads end when they have done what was handed to them. Runs under way fail when
  /// they hand out the next window, later ones at once.
  @Override
  public void close() {
    workers.shutdown();
  }
}

package dev.tern.engine;

import dev.tern.encoder.SparseVector;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/// Searches for many queries on several threads and hands over the results in the order of the
/// queries.
///
/// Queries are taken some hundred at a time, so that memory is bounded by these and their results
/// however many there are. Within such a round every thread takes the next query as soon as it is
/// done with one; the calling thread is one of them. Threads end with the call.
final class BatchSearch {
  /// Queries of a round for each thread: enough that waiting for the last one costs little.
  private static final int QUERIES_PER_THREAD = 256;

  private final SparseIndex index;
  private final SearchOptions options;
  private final int threads;

  BatchSearch(SparseIndex index, SearchOptions options, int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("a batch needs at least one thread: threads=" + threads);
    }
    this.index = index;
    this.options = options;
    this.threads = threads;
  }

  void run(Iterator<SparseVector> queries, SearchResult.Sink sink) {
    try (ExecutorService others = Executors.newFixedThreadPool(Math.max(1, threads - 1))) {
      while (queries.hasNext()) {
        List<SparseVector> round = new ArrayList<>();
        while (queries.hasNext() && round.size() < QUERIES_PER_THREAD * threads) {
          round.add(queries.next());
        }
        for (SearchResult result : answer(round, others)) {
          sink.accept(result);
        }
      }
    }
  }

  private SearchResult[] answer(List<SparseVector> round, ExecutorService others) {
    SearchResult[] results = new SearchResult[round.size()];
    AtomicInteger next = new AtomicInteger();
    Callable<Void> work =
        () -> {
          for (int i = next.getAndIncrement(); i < results.length; i = next.getAndIncrement()) {
            results[i] = index.search(round.get(i), options);
          }
          return null;
        };
    List<Future<Void>> started = new ArrayList<>();
    for (int thread = 1; thread < threads; thread++) {
      started.add(others.submit(work));
    }
    try {
      work.call();
      for (Future<Void> each : started) {
        each.get(); // which makes the results of the other thread visible here
      }
    } catch (ExecutionException e) {
      throw thrown(e.getCause(), next);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      next.set(results.length);
      throw new IllegalStateException("the thread was interrupted in a batch of searches", e);
    } catch (Exception e) {
      throw thrown(e, next);
    }
    return results;
  }

  /// Ends the work of the other threads.
  private static RuntimeException thrown(Throwable failure, AtomicInteger next) {
    next.set(Integer.MAX_VALUE / 2);
    switch (failure) {
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IllegalStateException(failure);
    }
  }
}

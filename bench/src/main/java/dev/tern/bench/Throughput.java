package dev.tern.bench;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/// Queries a second when several threads search the same index, each query on one of them.
///
/// @param threads how many search at the same time
/// @param queries how many different ones there are; they come again and again
record Throughput(int threads, int queries) {
  /// Measures ours and the peer in turn.
  Row run(String work, Contender tern, Contender peer, int k, EngineSearchBench.Effort effort)
      throws IOException {
    double[][] rates = new double[2][effort.rounds()];
    for (int round = 0; round < effort.rounds(); round++) {
      rates[0][round] = rate(tern, k, effort.warmUpSeconds());
      rates[1][round] = rate(peer, k, effort.warmUpSeconds());
    }
    return new Row(
        work,
        threads,
        Unit.QUERIES_PER_SECOND,
        Samples.of(rates[0]),
        Samples.of(rates[1]),
        peer.name());
  }

  private double rate(Contender contender, int k, double seconds) throws IOException {
    AtomicInteger next = new AtomicInteger();
    long begin = System.nanoTime();
    try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
      List<Future<Integer>> searches = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        searches.add(
            workers.submit(() -> {
              int done = 0;
              do {
                contender.search(next.getAndIncrement() % queries, k);
                done++;
              } while ((System.nanoTime() - begin) / 1e9 < seconds);
              return done;
            }));
      }
      int done = 0;
      for (Future<Integer> search : searches) {
        done += search.get();
      }
      return done / ((System.nanoTime() - begin) / 1e9);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the measurement was interrupted");
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }
}

package dev.tern.bench;

import dev.tern.encoder.SparseVector;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/// Queries a second when several threads search the same index: ours by a batch search, the peer
/// with as many threads, each of which takes the next query.
///
/// @param threads how many search at the same time
/// @param effort of the measurement
record Throughput(int threads, EngineSearchBench.Effort effort) {
  /// Measures ours and the peer in turn.
  Row run(String work, TernContender tern, LuceneContender peer, int k) throws IOException {
    double[][] rates = new double[2][effort.rounds()];
    rate(tern, k); // threads of their own are compiled for once more
    rate(peer, k);
    for (int round = 0; round < effort.rounds(); round++) {
      rates[0][round] = rate(tern, k);
      rates[1][round] = rate(peer, k);
    }
    return new Row(
        work,
        threads,
        Unit.QUERIES_PER_SECOND,
        Samples.of(rates[0]),
        Samples.of(rates[1]),
        peer.name());
  }

  private double rate(TernContender tern, int k) {
    long begin = System.nanoTime();
    int[] done = {0};
    Iterator<SparseVector> queries =
        IntStream.iterate(0, i -> i + 1)
            .takeWhile(i -> i < threads || seconds(begin) < effort.seconds())
            .mapToObj(i -> tern.queries().get(i % tern.queries().size()))
            .iterator();
    tern.index().searchAll(queries, tern.options(k), threads, _ -> done[0]++);
    return done[0] / seconds(begin);
  }

  private double rate(LuceneContender peer, int k) throws IOException {
    AtomicInteger next = new AtomicInteger();
    long begin = System.nanoTime();
    try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
      List<Future<Integer>> searches = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        searches.add(
            workers.submit(() -> {
              int done = 0;
              do {
                peer.search(next.getAndIncrement() % peer.queries().size(), k);
                done++;
              } while (seconds(begin) < effort.seconds());
              return done;
            }));
      }
      int done = 0;
      for (Future<Integer> search : searches) {
        done += search.get();
      }
      return done / seconds(begin);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the measurement was interrupted");
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private static double seconds(long begin) {
    return (System.nanoTime() - begin) / 1e9;
  }
}

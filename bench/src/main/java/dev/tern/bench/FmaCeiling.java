package dev.tern.bench;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The most float32 arithmetic that the machine does: fused multiply-adds in registers, which wait
/// for nothing.
///
/// 16 sums that do not depend on each other are more than the latency (4) times the throughput (2)
/// of the units that there are.
final class FmaCeiling {
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final int SUMS = 16;
  private static final int ROUNDS = 15;
  private static final int STEPS = 1 << 20;

  private FmaCeiling() {}

  /// GFLOP/s of `threads` threads together; a fused multiply-add is two operations.
  static Samples measure(int threads) throws IOException {
    double[] rates = new double[ROUNDS];
    try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
      for (int i = -ROUNDS; i < ROUNDS; i++) { // The first ones warm up.
        double rate = rate(threads, workers);
        rates[Math.max(i, 0)] = rate;
      }
    }
    return Samples.of(rates);
  }

  private static double rate(int threads, ExecutorService workers) throws IOException {
    long begin = System.nanoTime();
    var tasks = IntStream.range(0, threads).mapToObj(_ -> workers.submit(() -> run(0.5f))).toList();
    try {
      for (Future<Float> task : tasks) {
        task.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the measurement was interrupted");
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
    double operations = 2.0 * FLOATS.length() * SUMS * STEPS * threads;
    return operations / (System.nanoTime() - begin);
  }

  /// The sums as local variables: nothing else is certain to stay in registers.
  private static float run(float start) {
    FloatVector x = FloatVector.broadcast(FLOATS, start);
    FloatVector y = FloatVector.broadcast(FLOATS, 1 - start);
    FloatVector a = x;
    FloatVector b = x.add(1);
    FloatVector c = x.add(2);
    FloatVector d = x.add(3);
    FloatVector e = x.add(4);
    FloatVector f = x.add(5);
    FloatVector g = x.add(6);
    FloatVector h = x.add(7);
    FloatVector i = x.add(8);
    FloatVector j = x.add(9);
    FloatVector k = x.add(10);
    FloatVector l = x.add(11);
    FloatVector m = x.add(12);
    FloatVector n = x.add(13);
    FloatVector o = x.add(14);
    FloatVector p = x.add(15);
    for (int step = 0; step < STEPS; step++) {
      a = a.fma(x, y);
      b = b.fma(x, y);
      c = c.fma(x, y);
      d = d.fma(x, y);
      e = e.fma(x, y);
      f = f.fma(x, y);
      g = g.fma(x, y);
      h = h.fma(x, y);
      i = i.fma(x, y);
      j = j.fma(x, y);
      k = k.fma(x, y);
      l = l.fma(x, y);
      m = m.fma(x, y);
      n = n.fma(x, y);
      o = o.fma(x, y);
      p = p.fma(x, y);
    }
    FloatVector left = a.add(b).add(c).add(d).add(e).add(f).add(g).add(h);
    return left.add(i).add(j).add(k).add(l).add(m).add(n).add(o).add(p).lane(0);
  }
}

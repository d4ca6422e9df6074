package dev.tern.bench.micro;

import dev.tern.engine.query.TopK;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// The k best of 100,000 documents with random scores, whose bar rises on the way.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TopKBenchmark {
  private static final int DOCUMENTS = 100_000;
  private static final int GREATEST = 1 << 18;

  private final TopK top = new TopK();
  private final int[] scores = new int[DOCUMENTS];

  /// How many are kept.
  @Param({"10", "100", "1000"})
  private int k;

  /// Scores of which few are high.
  @Setup
  public void prepare() {
    Random random = new Random(1);
    for (int i = 0; i < DOCUMENTS; i++) {
      double share = random.nextDouble();
      scores[i] = (int) (share * share * share * GREATEST);
    }
  }

  /// All documents in the order of their ids.
  @Benchmark
  public int best() {
    top.start(k, 1, GREATEST);
    for (int docId = 0; docId < DOCUMENTS; docId++) {
      if (scores[docId] >= top.openBar()) {
        top.offer(docId, scores[docId]);
      }
    }
    return top.finish();
  }
}

package dev.tern.bench.micro;

import dev.tern.encoder.SparseVector;
import dev.tern.engine.IndexOptions;
import dev.tern.engine.IndexWriter;
import dev.tern.engine.kernel.ImpactSteps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// From weights to postings: the quantisation of a thousand vectors of 150 terms, and all that is
/// done with them until they are on disk.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class IndexingBenchmark {
  private static final int DOCUMENTS = 1000;
  private static final int TERMS = 150;
  private static final int VOCABULARY = 30_522;
  private static final float STEP = 0.01f;

  private final List<SparseVector> vectors = new ArrayList<>();
  private final float[] weights = new float[DOCUMENTS * TERMS];
  private final int[] steps = new int[DOCUMENTS * TERMS];

  /// Random vectors, their terms by Zipf's law.
  @Setup
  public void prepare() {
    Random random = new Random(1);
    for (int document = 0; document < DOCUMENTS; document++) {
      int[] terms =
          random
              .doubles()
              .mapToInt(share -> (int) Math.pow(VOCABULARY, share))
              .distinct()
              .limit(TERMS)
              .sorted()
              .toArray();
      float[] ofDocument = new float[TERMS];
      for (int i = 0; i < TERMS; i++) {
        ofDocument[i] = STEP + random.nextFloat();
        weights[document * TERMS + i] = ofDocument[i];
      }
      vectors.add(SparseVector.of(terms, ofDocument));
    }
  }

  /// A new directory for each index.
  @State(Scope.Thread)
  public static class Place {
    private Path directory;

    /// Makes it.
    @Setup(Level.Invocation)
    public void create() throws IOException {
      directory = Files.createTempDirectory("tern-micro");
    }

    /// Deletes it.
    @TearDown(Level.Invocation)
    public void delete() throws IOException {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  /// 150,000 weights to impacts.
  @Benchmark
  public int[] quantise() {
    ImpactSteps.count(weights, 0, weights.length, STEP, 255, steps);
    return steps;
  }

  /// 150,000 postings to a committed index, forced to the disk.
  @Benchmark
  public long index(Place place) throws IOException {
    IndexOptions options = IndexOptions.defaults().withStep(STEP);
    try (IndexWriter writer = IndexWriter.create(place.directory.resolve("index"), options)) {
      for (int document = 0; document < DOCUMENTS; document++) {
        writer.add(Integer.toString(document), vectors.get(document));
      }
      return writer.commit().generation();
    }
  }
}

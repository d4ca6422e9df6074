package dev.tern.bench.micro;

import dev.tern.engine.kernel.BlockBounds;
import dev.tern.engine.kernel.ChunkList;
import dev.tern.engine.kernel.ScarceScores;
import dev.tern.engine.kernel.WindowScores;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// The scores of a window of 16,384 documents: 8,000 postings of rare terms added, blocks completed
/// with frequent ones.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class WindowBenchmark {
  /// The impact of each code of 8 bits is the code.
  private static final int[] BYTES = IntStream.range(0, 256).toArray();

  private static final int BLOCK = 64;
  private static final int BLOCKS = 256;
  private static final int RARE_TERMS = 20;
  private static final int FREQUENT_TERMS = 5;
  private static final int POSTINGS = 400;
  private static final int RUNS = 100;
  private static final int BLOCK_BYTES = 10;
  private static final int FIRST_OF_RUN = 0x80;
  private static final int PADDING = 64;

  private final Arena arena = Arena.ofConfined();
  private final WindowScores scores = new WindowScores();
  private final BlockBounds bounds = new BlockBounds();
  private final ChunkList rare = new ChunkList();
  private final ChunkList frequent = new ChunkList();
  private final ChunkList none = new ChunkList();
  private final ScarceScores noScarce = new ScarceScores();
  private MemorySegment postings;
  private MemorySegment runs;

  /// Blocks that are wanted: all, or a few; postings are those of the whole window in both cases.
  @Param({"256", "8"})
  private int wanted;

  /// Random postings of all terms.
  @Setup
  public void prepare() {
    Random random = new Random(1);
    int rareBytes = RARE_TERMS * 2 * POSTINGS;
    int frequentBytes = BLOCKS * (BLOCK_BYTES + BLOCK);
    postings = arena.allocate(rareBytes + (long) FREQUENT_TERMS * frequentBytes + PADDING);
    runs = arena.allocate(2L * RARE_TERMS * RUNS + PADDING);
    for (int term = 0; term < RARE_TERMS; term++) {
      rare(term, random);
    }
    for (int term = 0; term < FREQUENT_TERMS; term++) {
      frequent(rareBytes + term * frequentBytes, random);
    }
    bounds.clear(BLOCKS);
    MemorySegment row = arena.allocate(BLOCKS + PADDING);
    for (int i = 0; i < wanted; i++) {
      row.set(ValueLayout.JAVA_BYTE, (long) i * BLOCKS / wanted, (byte) 1);
    }
    bounds.addRow(row, 0, BLOCKS, Integer.MAX_VALUE / 2);
    bounds.keepFrequent(BLOCKS);
  }

  private void rare(int term, Random random) {
    long at = 2L * term * POSTINGS;
    for (int i = 0; i < POSTINGS; i++) {
      int perRun = POSTINGS / RUNS;
      int id = i % perRun * (BLOCK / perRun) + random.nextInt(BLOCK / perRun);
      postings.set(
          ValueLayout.JAVA_BYTE, at + i, (byte) (i % perRun == 0 ? id | FIRST_OF_RUN : id));
      postings.set(ValueLayout.JAVA_BYTE, at + POSTINGS + i, (byte) random.nextInt(1, 256));
    }
    long firstRun = 2L * term * RUNS;
    for (int i = 0; i < RUNS; i++) {
      runs.set(ValueLayout.JAVA_BYTE, firstRun + 2L * i, (byte) (i * 5 / 2));
      runs.set(ValueLayout.JAVA_BYTE, firstRun + 2L * i + 1, (byte) 255);
    }
    rare.addRare(at, POSTINGS, at + POSTINGS, 0, firstRun, RUNS, 1);
  }

  private void frequent(long at, Random random) {
    int rank = 0;
    for (int block = 0; block < BLOCKS; block++) {
      long half = random.nextLong();
      long bitmap = half & random.nextLong();
      postings.set(
          ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN),
          at + 8L * block,
          bitmap);
      postings.set(
          ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN),
          at + 8L * BLOCKS + 2L * block,
          (short) rank);
      rank += Long.bitCount(bitmap);
    }
    frequent.addFrequent(at, rank, 1);
  }

  /// Frees the memory.
  @TearDown
  public void free() {
    arena.close();
  }

  /// The rare terms.
  @Benchmark
  public long addRare() {
    scores.begin(bounds, 0, BLOCKS, 1);
    long added = scores.addRare(postings, runs, rare, none, Byte.SIZE, BYTES);
    scores.end(noScarce, 0);
    return added;
  }

  /// The frequent terms.
  @Benchmark
  public int complete() {
    scores.begin(bounds, 0, BLOCKS, 1);
    int found = 0;
    while (scores.hasNext()) {
      found += scores.find(postings, frequent, bounds, 1 << 20);
    }
    scores.end(noScarce, 0);
    return found;
  }
}

package dev.tern.bench.micro;

import dev.tern.engine.kernel.BlockBounds;
import dev.tern.engine.kernel.BoundOrder;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// The bounds of the blocks of a million documents, one term at a time, and their order.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class BoundsBenchmark {
  private static final int BLOCKS_PER_WINDOW = 256;
  private static final int WINDOWS = 62;
  private static final int BLOCKS = WINDOWS * BLOCKS_PER_WINDOW;

  /// Blocks of a window in which a rare term is.
  private static final int RUNS_PER_WINDOW = 32;

  private static final int ENTRY_BYTES = 12;
  private static final int PADDING = 64;
  private static final ValueLayout.OfInt U32 =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final Arena arena = Arena.ofConfined();
  private final BlockBounds bounds = new BlockBounds();
  private final BoundOrder order = new BoundOrder();
  private MemorySegment row;
  private MemorySegment runs;
  private MemorySegment table;

  /// Random maxima.
  @Setup
  public void prepare() {
    Random random = new Random(1);
    row = arena.allocate(BLOCKS + PADDING);
    runs = arena.allocate(2L * WINDOWS * RUNS_PER_WINDOW + PADDING);
    table = arena.allocate((long) WINDOWS * ENTRY_BYTES);
    for (int block = 0; block < BLOCKS; block++) {
      row.set(ValueLayout.JAVA_BYTE, block, (byte) random.nextInt(256));
    }
    for (int window = 0; window < WINDOWS; window++) {
      long entry = (long) window * ENTRY_BYTES;
      table.set(U32, entry, window);
      table.set(U32, entry + Integer.BYTES, 2 * window * RUNS_PER_WINDOW);
      table.set(U32, entry + 2 * Integer.BYTES, window * RUNS_PER_WINDOW);
      for (int run = 0; run < RUNS_PER_WINDOW; run++) {
        long at = 2L * (window * RUNS_PER_WINDOW + run);
        int share = BLOCKS_PER_WINDOW / RUNS_PER_WINDOW;
        runs.set(ValueLayout.JAVA_BYTE, at, (byte) (run * share + random.nextInt(share)));
        runs.set(ValueLayout.JAVA_BYTE, at + 1, (byte) random.nextInt(1, 256));
      }
    }
    bounds.clear(BLOCKS);
    bounds.addRow(row, 0, BLOCKS, 1);
  }

  /// Frees the memory.
  @TearDown
  public void free() {
    arena.close();
  }

  /// A frequent term: 15,872 blocks.
  @Benchmark
  public BlockBounds addRow() {
    bounds.addRow(row, 0, BLOCKS, 1);
    return bounds;
  }

  /// A rare term: 1,984 runs in 62 chunks.
  @Benchmark
  public BlockBounds addRuns() {
    bounds.addRuns(
        table,
        0,
        (long) WINDOWS * ENTRY_BYTES,
        runs,
        0,
        WINDOWS * RUNS_PER_WINDOW,
        BLOCKS_PER_WINDOW,
        0);
    return bounds;
  }

  /// The greatest bound of each window.
  @Benchmark
  public int windowMaxima() {
    int sum = 0;
    for (int window = 0; window < WINDOWS; window++) {
      sum += bounds.max(window * BLOCKS_PER_WINDOW, (window + 1) * BLOCKS_PER_WINDOW);
    }
    return sum;
  }

  /// Blocks by bound.
  @Benchmark
  public BoundOrder order() {
    order.sort(bounds, BLOCKS, 1);
    return order;
  }
}

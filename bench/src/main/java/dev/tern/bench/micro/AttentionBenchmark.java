package dev.tern.bench.micro;

import dev.tern.encoder.kernel.Matmul;
import dev.tern.encoder.kernel.Matrix;
import dev.tern.encoder.kernel.PackedMatrix;
import dev.tern.encoder.kernel.PackedRows;
import dev.tern.encoder.kernel.Scores;
import dev.tern.encoder.kernel.Softmax;
import dev.tern.encoder.kernel.Strip;
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

/// One head of attention over one text, of MiniLM (32 dimensions) and of BERT (64).
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class AttentionBenchmark {
  /// Tokens of the text.
  @Param({"128", "512"})
  private int tokens;

  /// Dimensions of a head.
  @Param({"32", "64"})
  private int headSize;

  private final PackedRows queries = new PackedRows();
  private final PackedMatrix keys = new PackedMatrix();
  private final PackedMatrix values = new PackedMatrix();
  private final Scores scores = new Scores();
  private final Strip strip = new Strip();
  private Matrix queryKeyValue;
  private Matrix context;

  /// Random queries, keys and values.
  @Setup
  public void prepare() {
    Random random = new Random(1);
    queryKeyValue = new Matrix(3 * headSize);
    queryKeyValue.resize(tokens);
    context = new Matrix(headSize);
    context.resize(tokens);
    for (int i = 0; i < queryKeyValue.values().length; i++) {
      queryKeyValue.values()[i] = (float) random.nextGaussian();
    }
    pack();
  }

  /// Queries, keys and values of the text into the order of the products.
  @Benchmark
  public PackedMatrix pack() {
    queries.pack(queryKeyValue, 0, tokens, 0, headSize, (float) (1 / Math.sqrt(headSize)));
    keys.packRows(queryKeyValue, 0, tokens, headSize, headSize);
    values.packColumns(queryKeyValue, 0, tokens, 2 * headSize, headSize);
    return values;
  }

  /// Scores, their softmax and what the values make of it.
  @Benchmark
  public Matrix attend() {
    for (int query = 0, rows; query < tokens; query += rows) {
      rows = Scores.next(tokens - query, tokens);
      scores.multiply(queries, query, rows, keys);
      Softmax.apply(scores);
      for (int panel = 0; panel < values.panels(); panel++) {
        Matmul.multiply(scores.exponentials(), 0, rows, values, panel, strip);
        int column = panel * PackedMatrix.PANEL;
        strip.store(context, query, column, values.columns(panel), scores.factors());
      }
    }
    return context;
  }
}

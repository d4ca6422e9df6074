package dev.tern.bench.micro;

import dev.tern.encoder.kernel.Matmul;
import dev.tern.encoder.kernel.Matrix;
import dev.tern.encoder.kernel.PackedMatrix;
import dev.tern.encoder.kernel.PackedRows;
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
import org.openjdk.jmh.infra.Blackhole;

/// The product of 240 rows with the weights of a linear layer, of BERT-tiny and of MiniLM.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MatmulBenchmark {
  private static final int ROWS = 240;

  /// Inputs x outputs.
  @Param({"128x128", "384x1536"})
  private String shape;

  private Matrix input;
  private PackedMatrix weights;
  private PackedRows left;
  private Strip strip;

  /// Random values.
  @Setup
  public void prepare() {
    String[] sizes = shape.split("x", -1);
    int inputs = Integer.parseInt(sizes[0]);
    int outputs = Integer.parseInt(sizes[1]);
    Random random = new Random(1);
    input = new Matrix(inputs);
    input.resize(ROWS);
    fill(input.values(), random);
    float[] weight = new float[inputs * outputs];
    fill(weight, random);
    weights = PackedMatrix.of(inputs, weight);
    left = new PackedRows();
    strip = new Strip();
  }

  private static void fill(float[] values, Random random) {
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
  }

  /// All strips of the product.
  @Benchmark
  public void multiply(Blackhole blackhole) {
    for (int row = 0; row < ROWS; row += Strip.ROWS) {
      int rows = Math.min(Strip.ROWS, ROWS - row);
      left.pack(input, row, rows, 0, weights.depth());
      for (int panel = 0; panel < weights.panels(); panel++) {
        Matmul.multiply(left, 0, rows, weights, panel, strip);
        blackhole.consume(strip);
      }
    }
  }
}

package dev.tern.bench.micro;

import dev.tern.encoder.kernel.Log1p;
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
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// The activations of a hot strip, 240 rows of one panel, and the logarithm of 1,024 survivors.
///
/// A strip is overwritten by its activation, so each call multiplies first, over a depth of 1: what
/// [#multiply] takes is to be taken off the others.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ActivationBenchmark {
  private static final int ROWS = 240;
  private static final int SURVIVORS = 1024;

  private final PackedRows left = new PackedRows();
  private final Strip strip = new Strip();
  private final float[] logits = new float[SURVIVORS];
  private final float[] weights = new float[SURVIVORS];
  private PackedMatrix panel;

  /// Values as large as they are in a model.
  @Setup
  public void prepare() {
    Random random = new Random(1);
    Matrix input = new Matrix(1);
    input.resize(ROWS);
    for (int row = 0; row < ROWS; row++) {
      input.values()[input.offset(row)] = (float) random.nextGaussian();
    }
    left.pack(input, 0, ROWS, 0, 1);
    float[] weight = new float[PackedMatrix.PANEL];
    for (int i = 0; i < weight.length; i++) {
      weight[i] = (float) random.nextGaussian();
    }
    panel = PackedMatrix.of(1, weight);
    for (int i = 0; i < logits.length; i++) {
      logits[i] = Math.abs((float) random.nextGaussian());
    }
  }

  /// The strip alone.
  @Benchmark
  public Strip multiply() {
    Matmul.multiply(left, 0, ROWS, panel, 0, strip);
    return strip;
  }

  /// GELU by the normal distribution.
  @Benchmark
  public Strip geluErf() {
    multiply().geluErf();
    return strip;
  }

  /// GELU by the hyperbolic tangent.
  @Benchmark
  public Strip geluTanh() {
    multiply().geluTanh();
    return strip;
  }

  /// The weights of logits above 0.
  @Benchmark
  public float[] log1p() {
    System.arraycopy(logits, 0, weights, 0, SURVIVORS);
    Log1p.apply(weights);
    return weights;
  }
}

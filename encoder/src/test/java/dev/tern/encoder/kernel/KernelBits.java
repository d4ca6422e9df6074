package dev.tern.encoder.kernel;

import static dev.tern.encoder.kernel.PackedMatrix.PANEL;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// The results of all kernels on seeded inputs, a line for each, to compare virtual machines.
public final class KernelBits {
  private static final int[] SIZES = {1, 2, 7, 8, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 129};

  private final RandomGenerator random =
      RandomGeneratorFactory.of("L64X128MixRandom").create(20250101);
  private final FixedOrderSum sum = new FixedOrderSum();
  private final Strip strip = new Strip();
  private final List<String> lines = new ArrayList<>();

  private KernelBits() {}

  /// One line for each kernel and size: its name and a hash of the bits of its results.
  public static List<String> lines() {
    KernelBits bits = new KernelBits();
    for (int size : SIZES) {
      bits.products(size);
      bits.rows(size);
    }
    bits.product(101, 30, 769);
    bits.activations();
    return bits.lines;
  }

  private void products(int size) {
    product(size, 19, 5);
    product(13, size, 5);
    product(13, 19, size);
    Matrix m = Rows.random(random, size, 2 * size);
    PackedMatrix block = new PackedMatrix();
    block.packColumns(m, 0, size, size / 2, size);
    multiply(m, block, "columns " + size);
  }

  private void product(int rows, int outputs, int depth) {
    PackedMatrix w = PackedMatrix.of(depth, Rows.random(random, outputs, depth).toArray());
    String what = rows + " x " + outputs + " x " + depth;
    multiply(Rows.random(random, rows, depth), w, what);
    byte[] q = new byte[outputs * depth];
    random.nextBytes(q);
    float[] scales = Rows.random(random, 1, outputs).toArray();
    PackedMatrix int8 = PackedMatrix.ofInt8(depth, List.of(q), List.of(scales));
    multiply(Rows.random(random, rows, depth), int8, "int8 " + what);
  }

  private void multiply(Matrix x, PackedMatrix w, String what) {
    Matrix y = Rows.random(random, x.rows(), w.outputs());
    float[] bias = Arrays.copyOf(Rows.random(random, 1, w.outputs()).toArray(), 256);
    float[] maximum = new float[(w.outputs() / PANEL + 1) * PANEL];
    for (int row = 0, rows; row < x.rows(); row += rows) {
      rows = Strip.next(x.rows() - row);
      for (int panel = 0; panel < w.panels(); panel++) {
        Matmul.multiply(x, row, rows, 0, w, panel, strip);
        float[] ofPanel = Arrays.copyOfRange(maximum, panel * PANEL, (panel + 1) * PANEL);
        strip.maximum(ofPanel);
        System.arraycopy(ofPanel, 0, maximum, panel * PANEL, PANEL);
        strip.addRow(bias, panel * PANEL);
        strip.addTo(y, row, panel * PANEL, w.columns(panel));
      }
    }
    add("product " + what, y.toArray());
    add("maximum " + what, Arrays.copyOf(maximum, w.outputs()));
  }

  private void rows(int size) {
    Matrix x = Rows.random(random, 3, size);
    float[] weight = Rows.random(random, 1, size).toArray();
    RowNorm.apply(x, 0, x.rows(), weight, Rows.random(random, 1, size).toArray(), 1e-12, sum);
    add("norm " + size, x.toArray());
    Matrix scores = Rows.random(random, 3, Softmax.paddedColumns(size));
    Softmax.apply(scores, 3, size, 0.3f, sum);
    add("softmax " + size, scores.toArray());
  }

  private void activations() {
    float[] x = Rows.random(random, 16, 64).toArray();
    float[] y = x.clone();
    Pointwise.geluErf(y, y.length);
    add("gelu erf", y);
    y = x.clone();
    Pointwise.geluTanh(y, y.length);
    add("gelu tanh", y);
    y = x.clone();
    Pointwise.relu(y, y.length);
    add("relu", y);
  }

  private void add(String kernel, float[] values) {
    long hash = 1125899906842597L;
    for (float value : values) {
      hash = 31 * hash + Float.floatToRawIntBits(value);
    }
    lines.add(kernel + " " + Long.toHexString(hash));
  }
}

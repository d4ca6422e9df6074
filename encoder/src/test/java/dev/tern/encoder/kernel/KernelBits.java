package dev.tern.encoder.kernel;

import static dev.tern.encoder.kernel.PackedMatrix.PANEL;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// The results of all kernels on seeded inputs, a line for each, to compare virtual machines.
public final class KernelBits {
  private static final int[] SIZES = {1, 2, 7, 8, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 129};

  private final RandomGenerator random =
      RandomGeneratorFactory.of("L64X128MixRandom").create(20250101);
  private final FixedOrderSum sum = new FixedOrderSum();
  private final Strip strip = new Strip();
  private final PackedRows left = new PackedRows();
  private final Scores scores = new Scores();
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
        left.pack(x, row, rows, 0, w.depth());
        Matmul.multiply(left, 0, rows, w, panel, bias, panel * PANEL, strip);
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
    attention(size);
    gradients(size, weight);
  }

  private void attention(int size) {
    left.pack(Rows.random(random, 5, 4), 0, 5, 0, 4);
    PackedMatrix keys = new PackedMatrix();
    keys.packRows(Rows.random(random, size, 4), 0, size, 0, 4);
    scores.multiply(left, 0, 5, keys);
    Softmax.apply(scores);
    add("softmax " + size, Arrays.copyOf(scores.factors(), 5));
    PackedMatrix values = new PackedMatrix();
    values.packColumns(Rows.random(random, size, 7), 0, size, 1, 6);
    Matmul.multiply(scores.exponentials(), 0, 5, values, 0, strip);
    Matrix context = Rows.random(random, 5, 6);
    strip.store(context, 0, 0, 6, scores.factors());
    add("attention " + size, context.toArray());
  }

  private void gradients(int size, float[] weight) {
    Matrix x = Rows.random(random, 3, size);
    Matrix d = Rows.random(random, 3, size);
    Matrix y = Rows.random(random, 3, size);
    float[] statistics = new float[6];
    float[] sums = new float[2 * size];
    RowNorm.apply(x, 0, 3, weight, weight, 1e-12, sum, y, statistics);
    new RowNormGradient().apply(d, x, 0, 3, weight, statistics, sums, 0);
    add("norm gradient " + size, d.toArray());
    add("norm sums " + size, sums);
    SoftmaxGradient.apply(y, d, sum);
    add("softmax gradient " + size, d.toArray());
    PackedColumns columns = new PackedColumns();
    columns.pack(x, 0, 3, 0, size, 0.5f);
    PackedMatrix right = new PackedMatrix();
    right.packColumns(y, 0, 3, 0, Math.min(size, 16));
    ColumnProducts.multiply(columns, right, 0, strip);
    Matrix product = Rows.random(random, size, Math.min(size, 16));
    strip.addTo(product, 0, 0, product.columns());
    add("column product " + size, product.toArray());
    columns.addSums(sums, 0);
    RowSums.add(0.3f, x.values(), 0, sums, size, size);
    add("row sums " + size, sums);
    float[] logits = Rows.random(random, 1, size).toArray();
    new CrossEntropy().replace(logits, 0, size, size / 2, 0.7);
    add("cross-entropy " + size, logits);
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
    activationGradient("gelu erf gradient", x, ActivationGradient::geluErf);
    activationGradient("gelu tanh gradient", x, ActivationGradient::geluTanh);
  }

  /// On 16 columns, which fit the panels of every width.
  private void activationGradient(String kernel, float[] x, BiConsumer<Strip, Strip> gradient) {
    Strip values = new Strip();
    Strip gradients = new Strip();
    Matrix m = Matrix.of(x.clone(), 16);
    Matrix d = Rows.random(random, m.rows(), 16);
    values.load(m, 0, m.rows(), 0, 16);
    gradients.load(d, 0, m.rows(), 0, 16);
    gradient.accept(values, gradients);
    gradients.store(d, 0, 0, 16);
    add(kernel, d.toArray());
  }

  private void add(String kernel, float[] values) {
    long hash = 1125899906842597L;
    for (float value : values) {
      hash = 31 * hash + Float.floatToRawIntBits(value);
    }
    lines.add(kernel + " " + Long.toHexString(hash));
  }
}

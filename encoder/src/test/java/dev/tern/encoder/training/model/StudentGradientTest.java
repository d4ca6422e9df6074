package dev.tern.encoder.training.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.encoder.checkpoint.HiddenActivation;
import dev.tern.encoder.checkpoint.ModelConfig;
import dev.tern.encoder.checkpoint.PoolingConfig;
import dev.tern.encoder.checkpoint.SpladeActivation;
import dev.tern.encoder.checkpoint.TokenPooling;
import dev.tern.encoder.model.TokenBatch;
import dev.tern.encoder.training.loss.SparseRows;
import dev.tern.encoder.training.optimiser.Parameter;
import dev.tern.testing.Randomized;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.io.TempDir;

/// Vectors, and the gradients of all parameters of all layers, against the plain definition and its
/// central differences in double precision.
class StudentGradientTest {
  private static final double H = 1e-5;

  /// Elements of each parameter that are moved.
  private static final int MOVED = 2;

  private static final ModelConfig SMALL = config(12, 2, 2, 20, 131, HiddenActivation.GELU_ERF);
  private static final ModelConfig TANH = config(10, 1, 1, 7, 65, HiddenActivation.GELU_TANH);
  private static final ModelConfig RELU = config(9, 1, 3, 5, 40, HiddenActivation.RELU);

  /// Wider than a panel, with heads that are no multiple of a vector.
  private static final ModelConfig WIDE = config(70, 1, 5, 90, 70, HiddenActivation.GELU_TANH);

  /// With a decoder of its own.
  private static final ModelConfig UNTIED =
      new ModelConfig("bert", 12, 1, 2, 8, 70, 80, 2, 1e-12, HiddenActivation.GELU_TANH, 0, false);

  @TempDir Path directory;

  private static ModelConfig config(
      int h, int layers, int heads, int f, int v, HiddenActivation activation) {
    return new ModelConfig("bert", h, layers, heads, f, v, 80, 2, 1e-12, activation, 0, true);
  }

  @Randomized(runs = 1)
  void sparseVectors(RandomGenerator random) throws IOException {
    PoolingConfig once = new PoolingConfig.Splade(SpladeActivation.LOG1P_RELU);
    PoolingConfig twice = new PoolingConfig.Splade(SpladeActivation.LOG1P_LOG1P_RELU);
    check(SMALL, once, random);
    check(TANH, twice, random);
    check(RELU, once, random);
    check(WIDE, twice, random);
    check(UNTIED, once, random);
  }

  @Randomized(runs = 1)
  void denseVectors(RandomGenerator random) throws IOException {
    check(SMALL, new PoolingConfig.Dense(TokenPooling.MEAN, true), random);
    check(TANH, new PoolingConfig.Dense(TokenPooling.CLS, true), random);
    check(WIDE, new PoolingConfig.Dense(TokenPooling.MEAN, false), random);
  }

  /// No text holds the padding token, whose look-up has no gradient.
  private static List<int[]> texts(ModelConfig config, RandomGenerator random) {
    List<int[]> texts = new ArrayList<>();
    int longest = config.activation() == HiddenActivation.GELU_ERF ? 20 : 70;
    for (int length : new int[] {3, 1, longest, 9}) {
      texts.add(random.ints(length, 1, config.vocabularySize()).toArray());
    }
    return texts;
  }

  private void check(ModelConfig config, PoolingConfig pooling, RandomGenerator random)
      throws IOException {
    Path model = Files.createTempDirectory(directory, "model");
    RandomStudent.write(config, model, random);
    List<int[]> texts = texts(config, random);
    try (Student student = RandomStudent.load(config, model, pooling, 2)) {
      double[][] upstream = new double[texts.size()][student.columns()];
      for (double[] row : upstream) {
        Arrays.setAll(row, _ -> random.nextGaussian());
      }
      Tape tape = student.newTape();
      SparseRows vectors = student.forward(TokenBatch.of(texts), tape);
      Map<String, double[]> weights = RandomStudent.weights(student);
      for (int text = 0; text < texts.size(); text++) {
        double[] expected = new PlainModel(config, weights).vector(texts.get(text), pooling);
        double[] found = vectors.denseRow(text);
        for (int i = 0; i < expected.length; i++) {
          assertEquals(expected[i], found[i], 2e-5 * (1 + Math.abs(expected[i])));
        }
        for (int e = vectors.start(text); e < vectors.end(text); e++) {
          vectors.addGradient(e, upstream[text][vectors.id(e)]);
        }
      }
      student.backward(tape, vectors, 0);
      compare(
          student,
          weights,
          random,
          moved -> {
            double sum = 0;
            for (int text = 0; text < upstream.length; text++) {
              double[] y = new PlainModel(config, moved).vector(texts.get(text), pooling);
              for (int i = 0; i < y.length; i++) {
                sum += upstream[text][i] * y[i];
              }
            }
            return sum;
          });
    }
  }

  @Randomized(runs = 1)
  void maskedTokens(RandomGenerator random) throws IOException {
    for (ModelConfig config : List.of(SMALL, WIDE, UNTIED)) {
      Path model = Files.createTempDirectory(directory, "model");
      RandomStudent.write(config, model, random);
      List<int[]> texts = texts(config, random);
      List<int[]> positions =
          List.of(new int[] {1}, new int[0], new int[] {0, 3, 19}, new int[] {8});
      List<int[]> labels = new ArrayList<>();
      for (int[] places : positions) {
        labels.add(random.ints(places.length, 0, config.vocabularySize()).toArray());
      }
      PoolingConfig pooling = new PoolingConfig.Splade(SpladeActivation.LOG1P_RELU);
      try (Student student = RandomStudent.load(config, model, pooling, 2)) {
        MaskedTokens masked = new MaskedTokens(positions, labels);
        double loss = student.maskedTokens(TokenBatch.of(texts), masked, student.newTape(), 0.5);
        Map<String, double[]> weights = RandomStudent.weights(student);
        ToDoubleFunction<Map<String, double[]>> plain =
            moved -> loss(new PlainModel(config, moved), texts, masked);
        assertEquals(plain.applyAsDouble(weights), loss, 1e-5);
        compare(student, weights, random, moved -> 0.5 * plain.applyAsDouble(moved));
      }
    }
  }

  private static double loss(PlainModel model, List<int[]> texts, MaskedTokens masked) {
    double sum = 0;
    for (int text = 0; text < texts.size(); text++) {
      double[][] logits = model.logits(model.hidden(texts.get(text)));
      for (int i = 0; i < masked.positions().get(text).length; i++) {
        double[] row = logits[masked.positions().get(text)[i]];
        double all = Arrays.stream(row).map(Math::exp).sum();
        sum += Math.log(all) - row[masked.labels().get(text)[i]];
      }
    }
    return sum / masked.size();
  }

  /// Some elements of each parameter, the one of the largest gradient among them.
  private static void compare(
      Student student,
      Map<String, double[]> weights,
      RandomGenerator random,
      ToDoubleFunction<Map<String, double[]>> objective) {
    double largestOfAll =
        student.parameters().stream().mapToDouble(StudentGradientTest::largest).max().orElseThrow();
    for (Parameter parameter : student.parameters()) {
      double tolerance = 2e-5 * largest(parameter) + 1e-6 * largestOfAll;
      for (int n = 0; n < MOVED; n++) {
        int i = n == 0 ? argmax(parameter) : random.nextInt(parameter.size());
        double[] values = weights.get(parameter.name());
        double value = values[i];
        values[i] = value + H;
        double above = objective.applyAsDouble(weights);
        values[i] = value - H;
        double difference = (above - objective.applyAsDouble(weights)) / (2 * H);
        values[i] = value;
        double found = parameter.gradients()[i];
        assertTrue(
            Math.abs(difference - found) <= tolerance,
            parameter.name() + "[" + i + "] gradient " + found + " difference " + difference);
      }
    }
  }

  private static double largest(Parameter parameter) {
    return Math.abs(parameter.gradients()[argmax(parameter)]);
  }

  private static int argmax(Parameter parameter) {
    int argmax = 0;
    for (int i = 0; i < parameter.size(); i++) {
      if (Math.abs(parameter.gradients()[i]) > Math.abs(parameter.gradients()[argmax])) {
        argmax = i;
      }
    }
    return argmax;
  }
}

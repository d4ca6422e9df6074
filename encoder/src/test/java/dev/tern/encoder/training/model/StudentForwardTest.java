package dev.tern.encoder.training.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.encoder.checkpoint.Checkpoint;
import dev.tern.encoder.checkpoint.HiddenActivation;
import dev.tern.encoder.checkpoint.ModelConfig;
import dev.tern.encoder.checkpoint.PoolingConfig;
import dev.tern.encoder.checkpoint.SpladeActivation;
import dev.tern.encoder.checkpoint.TokenPooling;
import dev.tern.encoder.model.MaskedLanguageModel;
import dev.tern.encoder.model.TokenBatch;
import dev.tern.encoder.model.Transformer;
import dev.tern.encoder.training.loss.SparseRows;
import dev.tern.testing.Randomized;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.io.TempDir;

/// The student computes what the encoder computes, bit for bit.
class StudentForwardTest {
  private static final ModelConfig CONFIG =
      new ModelConfig("bert", 24, 2, 3, 40, 131, 700, 2, 1e-12, HiddenActivation.GELU_ERF, 0, true);

  private static final PoolingConfig SPARSE = new PoolingConfig.Splade(SpladeActivation.LOG1P_RELU);

  @TempDir Path directory;

  /// More than a strip of tokens, and none, among them.
  private static List<int[]> texts(RandomGenerator random) {
    List<int[]> texts = new ArrayList<>();
    for (int length : new int[] {5, 0, 1, 600, 265, 64, 17}) {
      texts.add(random.ints(length, 0, CONFIG.vocabularySize()).toArray());
    }
    return texts;
  }

  @Randomized(runs = 2)
  void logitsAreThoseOfTheEncoder(RandomGenerator random) throws IOException {
    RandomStudent.write(CONFIG, directory, random);
    TokenBatch batch = TokenBatch.of(texts(random));
    float[][] expected;
    try (Checkpoint checkpoint = Checkpoint.open(directory)) {
      expected = MaskedLanguageModel.load(checkpoint, CONFIG).forward(batch);
    }
    for (int threads = 1; threads <= 3; threads++) {
      try (Student student = RandomStudent.load(CONFIG, directory, SPARSE, threads)) {
        Tape tape = student.newTape();
        SparseRows vectors = student.forward(batch, tape);
        for (int text = 0; text < batch.texts(); text++) {
          assertArrayEquals(expected[text], tape.head.logits().get(text), "text=" + text);
        }
        assertEquals(0, vectors.end(1) - vectors.start(1));
        checkRows(student, tape);
      }
    }
  }

  @Randomized(runs = 3)
  void someColumnsAreThoseOfAllColumns(RandomGenerator random) throws IOException {
    RandomStudent.write(CONFIG, directory, random);
    TokenBatch batch = TokenBatch.of(texts(random));
    int[] columns = random.ints(1 + random.nextInt(130), 0, 131).sorted().distinct().toArray();
    try (Student student = RandomStudent.load(CONFIG, directory, SPARSE, 2)) {
      SparseRows whole = student.forward(batch, student.newTape());
      Tape tape = student.newTape();
      // What the tape kept of other columns is forgotten.
      student.forward(batch, tape);
      SparseRows some = student.forward(batch, tape, columns);
      checkRows(student, tape);
      for (int text = 0; text < batch.texts(); text++) {
        double[] expected = new double[131];
        for (int v : columns) {
          expected[v] = whole.denseRow(text)[v];
        }
        assertArrayEquals(expected, some.denseRow(text), "text=" + text);
      }
    }
    PoolingConfig dense = new PoolingConfig.Dense(TokenPooling.MEAN, true);
    try (Student student = RandomStudent.load(CONFIG, directory, dense, 1)) {
      assertThrows(
          IllegalArgumentException.class, () -> student.forward(batch, student.newTape(), columns));
    }
  }

  /// A maximum is the logit of the row where it is said to be, and of no row before.
  private static void checkRows(Student student, Tape tape) {
    float[] decoder = student.parameters().getFirst().values();
    for (int text = 0; text < tape.batch().texts(); text++) {
      float[] logits = tape.head.logits().get(text);
      for (int v = 0; v < logits.length; v += 3) {
        if (logits[v] > 0) {
          int row = tape.head.rows(text)[v];
          float found = product(tape, row, decoder, v);
          for (int before = tape.batch().start(text); before < row; before++) {
            assertTrue(product(tape, before, decoder, v) < found, "v=" + v);
          }
          assertEquals(logits[v], found + student.parameters().getLast().values()[v]);
        }
      }
    }
  }

  private static float product(Tape tape, int row, float[] decoder, int v) {
    int h = CONFIG.hiddenSize();
    float sum = 0;
    for (int k = 0; k < h; k++) {
      sum = Math.fma(tape.head.norm.output.values()[row * h + k], decoder[v * h + k], sum);
    }
    return sum;
  }

  @Randomized(runs = 1)
  void hiddenStatesAreThoseOfTheEncoder(RandomGenerator random) throws IOException {
    RandomStudent.write(CONFIG, directory, random);
    TokenBatch batch = TokenBatch.of(texts(random));
    float[] expected;
    try (Checkpoint checkpoint = Checkpoint.open(directory)) {
      expected = Transformer.load(checkpoint, CONFIG).forward(batch);
    }
    PoolingConfig dense = new PoolingConfig.Dense(TokenPooling.MEAN, true);
    try (Student student = RandomStudent.load(CONFIG, directory, dense, 2)) {
      Tape tape = student.newTape();
      SparseRows vectors = student.forward(batch, tape);
      assertArrayEquals(expected, tape.hidden().toArray());
      assertArrayEquals(new double[CONFIG.hiddenSize()], vectors.denseRow(1));
      assertEquals(CONFIG.hiddenSize(), student.columns());
      MaskedTokens masked = new MaskedTokens(List.of(new int[1]), List.of(new int[1]));
      assertThrows(
          IllegalArgumentException.class, () -> student.maskedTokens(batch, masked, tape, 1));
    }
  }

  @Randomized(runs = 1)
  void whatDoesNotFitTheModelIsRefused(RandomGenerator random) throws IOException {
    RandomStudent.write(CONFIG, directory, random);
    Student student = RandomStudent.load(CONFIG, directory, SPARSE, 1);
    Tape tape = student.newTape();
    try (student) {
      assertEquals(
          "a token id must be in the vocabulary of the model: id=131 vocabulary=131",
          refusal(student, new int[] {1, 131}));
      assertEquals(
          "a text must not have more tokens than the model has positions: tokens=701 positions=700",
          refusal(student, new int[701]));
      SparseRows vectors = student.forward(TokenBatch.of(new int[700]), tape);
      assertEquals(1, vectors.rows());
      student.backward(tape, vectors, 0);
      assertThrows(IllegalStateException.class, () -> student.backward(tape, vectors, 0));
    }
    assertThrows(
        IllegalStateException.class, () -> student.forward(TokenBatch.of(new int[5]), tape));
  }

  private static String refusal(Student student, int[] text) {
    return assertThrows(
            IllegalArgumentException.class,
            () -> student.forward(TokenBatch.of(text), student.newTape()))
        .getMessage();
  }
}

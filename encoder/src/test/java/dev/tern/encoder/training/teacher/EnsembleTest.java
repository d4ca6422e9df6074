package dev.tern.encoder.training.teacher;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.tern.encoder.training.TrainingGolden;
import dev.tern.encoder.training.data.Example;
import dev.tern.encoder.training.data.Passage;
import dev.tern.encoder.training.loss.KullbackLeibler;
import dev.tern.encoder.training.loss.Scores;
import dev.tern.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EnsembleTest {
  static Stream<TrainingGolden> cases() throws IOException {
    return TrainingGolden.losses("ensemble_kl");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void agreesWithTheReference(TrainingGolden golden) throws IOException {
    int[] shape = golden.shape("raw");
    int n = shape[2];
    double[] raw = golden.doubles("raw");
    List<?> weights = (List<?>) golden.params().get("weights");
    double[] normalised = new double[raw.length];
    double[] target = new double[shape[1] * n];
    for (int b = 0; b < shape[1]; b++) {
      List<Teacher> teachers = new ArrayList<>();
      for (int w = 0; w < shape[0]; w++) {
        int from = (w * shape[1] + b) * n;
        double[] scores = Arrays.copyOfRange(raw, from, from + n);
        System.arraycopy(ScoreScale.MIN_MAX.apply(scores), 0, normalised, from, n);
        double weight = ((Number) weights.get(w)).doubleValue();
        teachers.add(new Teacher("teacher " + w, weight, example -> scores));
      }
      Ensemble ensemble = new Ensemble(teachers, ScoreScale.MIN_MAX, golden.number("scale"));
      System.arraycopy(ensemble.target(example(n)), 0, target, b * n, n);
    }
    golden.check("normalised", normalised);
    golden.check("target", target);
    Scores scores = Scores.own(n, golden.doubles("scores"));
    golden.check("value", new KullbackLeibler(1, 1, false).add(scores, target, 1));
    golden.check(
        "grad.scores",
        IntStream.range(0, target.length)
            .mapToDouble(i -> scores.gradient(i / n, i % n))
            .toArray());
  }

  @Test
  void refusesScoresThatAreNone() throws IOException {
    String json = Files.readString(Golden.resource("training/losses/ensemble-invalid.json"));
    List<?> cases = (List<?>) JSON.std.mapFrom(json).get("cases");
    assertEquals(3, cases.size());
    for (Object element : cases) {
      List<?> raw = (List<?>) ((List<?>) TrainingGolden.object(element).get("raw")).getFirst();
      double[] scores =
          raw.stream().mapToDouble(value -> Double.parseDouble(value.toString())).toArray();
      Ensemble ensemble =
          new Ensemble(List.of(new Teacher("dense", 1, example -> scores)), ScoreScale.MIN_MAX, 10);
      assertEquals(
          "teacher \"dense\" gives document \"d1\" for query \"q\" the score "
              + scores[1]
              + "; correct its scores or leave the teacher out",
          assertThrows(TeacherException.class, () -> ensemble.target(example(3))).getMessage());
    }
    Ensemble silent =
        new Ensemble(List.of(new Teacher("rows", 1, ScoreSource.ofRows())), ScoreScale.RAW, 1);
    assertThrows(TeacherException.class, () -> silent.target(example(2)), "rows without scores");
  }

  @Test
  void equalScoresHaveNoSayAndLargeOnesDoNotOverflow() {
    assertArrayEquals(new double[3], ScoreScale.MIN_MAX.apply(new double[] {7, 7, 7}));
    double[] z = ScoreScale.MIN_MAX.apply(new double[] {-Double.MAX_VALUE, 0, Double.MAX_VALUE});
    assertArrayEquals(new double[] {0, 0.5, 1}, z, 1e-12);
    assertTrue(ScoreScale.MIN_MAX.apply(new double[] {0, 1})[1] < 1);
  }

  @Test
  void vectorsScoreByTheirProduct() throws IOException {
    VectorScores<float[]> source =
        new VectorScores<>(
            passages -> List.of(new float[] {1, 2}),
            passages -> passages.stream().map(p -> new float[] {p.id().length(), 1}).toList(),
            VectorScores::dot);
    assertArrayEquals(new double[] {4, 4}, source.scores(example(2)));
    assertThrows(
        IndexOutOfBoundsException.class, () -> VectorScores.dot(new float[2], new float[1]));
  }

  @Test
  void rowsMayScoreThemselves() throws IOException {
    Example scored =
        new Example(Passage.of("q"), List.of(Passage.of("a"), Passage.of("b")), List.of(3.0, -1.0));
    Ensemble ensemble =
        new Ensemble(List.of(new Teacher("rows", 2, ScoreSource.ofRows())), ScoreScale.RAW, 5);
    assertArrayEquals(new double[] {15, -5}, ensemble.target(scored), 1e-14);
  }

  private static Example example(int documents) {
    return new Example(
        Passage.of("q"),
        IntStream.range(0, documents).mapToObj(i -> Passage.of("d" + i)).toList(),
        List.of());
  }
}

package dev.tern.encoder.training.teacher;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.encoder.DenseEncoder;
import dev.tern.encoder.QueryEncoder;
import dev.tern.encoder.SparseEncoder;
import dev.tern.encoder.training.data.Example;
import dev.tern.encoder.training.data.Passage;
import dev.tern.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelTeacherTest {
  private static final List<String> TEXTS =
      List.of("the river runs to the sea", "a bird", "the sea, the sea", "a bird");

  private static final Path SIAMESE = Golden.resource("encoder/bert-mlm-tiny/model");
  private static final Path INFERENCE_FREE = Golden.resource("encoder/router-tiny/model");

  @TempDir Path directory;

  private ModelTeacher.Settings settings() {
    return new ModelTeacher.Settings(directory.resolve("cache"), Optional.empty(), 1);
  }

  private static Example example() {
    return new Example(
        Passage.of("birds at sea"), TEXTS.stream().map(Passage::of).toList(), List.of());
  }

  @Test
  void aDenseTeacherScoresByItsVectors() throws IOException {
    double[] expected = new double[TEXTS.size()];
    try (DenseEncoder encoder = DenseEncoder.load(SIAMESE)) {
      float[] query = encoder.encode("birds at sea");
      for (int i = 0; i < expected.length; i++) {
        expected[i] = VectorScores.dot(query, encoder.encode(TEXTS.get(i)));
      }
    }
    try (ModelTeacher teacher = ModelTeacher.dense(SIAMESE, settings())) {
      assertClose(expected, teacher.scores(example()));
    }
  }

  @Test
  void aSiameseTeacherKeepsQueriesToo() throws IOException {
    try (ModelTeacher teacher = ModelTeacher.sparse(SIAMESE, settings());
        SparseEncoder encoder = SparseEncoder.load(SIAMESE)) {
      assertTrue(teacher.keepsQueries());
      assertClose(expected(QueryEncoder.siamese(encoder), encoder), teacher.scores(example()));
      assertEquals(0, teacher.fill(List.of("birds at sea", "a bird")));
    }
  }

  @Test
  void anInferenceFreeTeacherAsksItsTable() throws IOException {
    try (ModelTeacher teacher = ModelTeacher.sparse(INFERENCE_FREE, settings());
        SparseEncoder encoder = SparseEncoder.load(INFERENCE_FREE);
        QueryEncoder queries = QueryEncoder.load(INFERENCE_FREE)) {
      assertFalse(teacher.keepsQueries());
      assertClose(expected(queries, encoder), teacher.scores(example()));
    }
  }

  private static double[] expected(QueryEncoder queries, SparseEncoder documents) {
    return TEXTS.stream()
        .mapToDouble(text -> queries.encode("birds at sea").dot(documents.encode(text)))
        .toArray();
  }

  /// Half precision changes weights by at most 2^-11 of themselves, and there are two factors.
  private static void assertClose(double[] expected, double[] scores) {
    for (int i = 0; i < expected.length; i++) {
      double sum = Math.max(1, Math.abs(expected[i]));
      assertEquals(expected[i], scores[i], 2e-2 * sum, "document=" + i);
    }
  }

  @Test
  void eachTextIsEncodedOnceForAllRuns() throws IOException {
    double[] first;
    try (ModelTeacher teacher = ModelTeacher.dense(SIAMESE, settings())) {
      assertEquals(2, teacher.fill(List.of(TEXTS.get(0), TEXTS.get(1))));
      first = teacher.scores(example());
    }
    try (ModelTeacher teacher = ModelTeacher.dense(SIAMESE, settings())) {
      assertEquals(0, teacher.fill(TEXTS));
      assertArrayEquals(first, teacher.scores(example()));
    }
  }

  @Test
  void anotherModelHasAnotherCache() throws IOException {
    Path changed = directory.resolve("changed");
    Golden.copyModel("bert-mlm-tiny", changed);
    assertEquals(ModelFingerprint.of(SIAMESE), ModelFingerprint.of(changed));
    Files.writeString(changed.resolve("config.json"), "\n", StandardOpenOption.APPEND);
    assertNotEquals(ModelFingerprint.of(SIAMESE), ModelFingerprint.of(changed));
    ModelTeacher.dense(SIAMESE, settings()).close();
    ModelTeacher.dense(changed, settings()).close();
    ModelTeacher.sparse(changed, settings()).close();
    ModelTeacher.dense(
            changed, new ModelTeacher.Settings(directory.resolve("cache"), Optional.of(16), 1))
        .close();
    try (Stream<Path> files = Files.list(directory.resolve("cache"))) {
      assertEquals(4, files.count());
    }
  }
}

package dev.tern.encoder.training.teacher;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.encoder.training.data.Example;
import dev.tern.encoder.training.data.Passage;
import dev.tern.encoder.training.data.TrainingDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScoreFileTest {
  private static final Example EXAMPLE =
      new Example(
          new Passage("q", "query"),
          List.of(new Passage("2", "two"), new Passage("1", "one")),
          List.of());

  @TempDir Path directory;

  @Test
  void readsBothFormats() throws IOException {
    Path table = directory.resolve("scores.tsv");
    Files.writeString(table, "q\t1\t-1.5e0\nq\t2\t3\nother\t1\t7\n");
    assertArrayEquals(new double[] {3, -1.5}, ScoreFile.read(table).scores(EXAMPLE));
    Path rows = directory.resolve("scores.jsonl");
    Files.writeString(
        rows,
        """
        {"query": "q", "docs": ["1"], "scores": [-1.5]}
        {"query": "q", "docs": ["2", "3"], "scores": [3, 4]}
        """);
    assertArrayEquals(new double[] {3, -1.5}, ScoreFile.read(rows).scores(EXAMPLE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "query\tdoc\tscore",
        "q\t1",
        "q 1 2",
        "q\t1\t2\t3",
        "q\t1\tNaN",
        "q\t1\t1e999",
        "q\t1\t0x1p3",
        "q\t1\t1-2",
        "q\t1\t",
        "\t1\t2",
        "ok\t1\t2"
      })
  void refusesLinesOfATable(String line) throws IOException {
    Path file = directory.resolve("scores.tsv");
    Files.writeString(file, "ok\t1\t1\n\n" + line + "\n");
    String message =
        assertThrows(TrainingDataException.class, () -> ScoreFile.read(file)).getMessage();
    assertTrue(message.startsWith(file + ":3: "), message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"query\": \"q\", \"docs\": [\"1\"], \"scores\": [1, 2]}",
        "{\"query\": \"q\", \"docs\": [\"1\", \"1\"], \"scores\": [1, 2]}",
        "{\"query\": \"q\", \"docs\": [\"1\"], \"scores\": [null]}",
        "{\"docs\": [\"1\"], \"scores\": [1]}"
      })
  void refusesRows(String line) throws IOException {
    Path file = directory.resolve("scores.jsonl");
    Files.writeString(file, line);
    String message =
        assertThrows(TrainingDataException.class, () -> ScoreFile.read(file)).getMessage();
    assertTrue(message.startsWith(file + ":1: "), message);
  }

  @Test
  void namesThePairThatIsMissing() throws IOException {
    Path file = directory.resolve("scores.tsv");
    Files.writeString(file, "q\t2\t3\n");
    ScoreFile scores = ScoreFile.read(file);
    assertEquals(
        file + " has no score of document \"1\" for query \"q\"; add it, or leave the example out",
        assertThrows(TeacherException.class, () -> scores.scores(EXAMPLE)).getMessage());
    Path other = directory.resolve("scores.csv");
    Files.writeString(other, "q,1,2");
    assertThrows(TrainingDataException.class, () -> ScoreFile.read(other));
    Files.writeString(file, "");
    assertThrows(TrainingDataException.class, () -> ScoreFile.read(file));
  }
}

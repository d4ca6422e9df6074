package dev.tern.engine.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.testing.Randomized;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunTest {
  @TempDir private Path directory;

  @Test
  void readsColumnsWhateverSeparatesThem() throws IOException {
    String crLf = "q1 Q0 a 1 0.5 tag\r\n";
    String spaces = "\t q2\tanything\u000b b  third  1e3  tag  more columns \n";
    String last = "q1 Q0 b 1 2 tag\nq1 Q0 x\u00a0y 9 .5 tag";
    Run run = Run.readTrec(file(crLf + spaces + "\n  \n" + last));
    assertEquals(List.of("q1", "q2"), List.copyOf(run.queries()));
    assertEquals(
        Ranking.of(new String[] {"b", "x\u00a0y", "a"}, new float[] {2, .5f, .5f}),
        run.ranking("q1"));
    assertEquals(Ranking.of(new String[] {"b"}, new float[] {1000}), run.ranking("q2"));
    assertEquals(Ranking.empty(), run.ranking("q3"));
  }

  @Test
  void readsScoresAsCDoes() throws IOException {
    String[] written = {
      "1e39",
      "-1e39",
      "1e-46",
      "16777217",
      "1.00000001",
      "+3",
      ".5",
      "5.",
      "-2.5e1",
      "1.5E+2",
      "inf",
      "-INF",
      "Infinity",
      "-0"
    };
    float[] read = {
      Float.POSITIVE_INFINITY,
      Float.NEGATIVE_INFINITY,
      0,
      16777216,
      1,
      3,
      .5f,
      5,
      -25,
      150,
      Float.POSITIVE_INFINITY,
      Float.NEGATIVE_INFINITY,
      Float.POSITIVE_INFINITY,
      -0f
    };
    for (int i = 0; i < written.length; i++) {
      Run run = Run.readTrec(file("q Q0 d 1 " + written[i] + " t\n"));
      assertEquals(read[i], run.ranking("q").score(0), written[i]);
    }
  }

  @Test
  void refusesScoresThatAreNoNumbers() {
    for (String score : List.of("abc", "12abc", "1_000", "1d", "1f", "0x1p3", "1-2", "+", "١")) {
      assertRefused(
          ":1: a score is a decimal number, found '" + score + "'", "q Q0 d 1 " + score + " t");
    }
    assertRefused(":2: a score of NaN has no place", "q Q0 c 1 1 t\nq Q0 d 1 NaN t\n");
    assertRefused(":1: a score of NaN has no place", "q Q0 d 1 -nan t\n");
  }

  @Test
  void refusesLinesThatAreNoResults() {
    assertRefused(":2: a line of a run has six columns", "q Q0 c 1 1 t\nq Q0 d 1 1\n");
    assertRefused(": the run has no line", "");
    assertRefused(": the run has no line", "\n \r\n");
    assertRefused(
        ":3: document 'd' is a result of query 'q' for the second time",
        "q Q0 d 1 1 t\np Q0 d 1 1 t\nq Q0 d 2 1 t\n");
  }

  @Test
  void refusesBytesThatAreNotUtf8() throws IOException {
    Path file = directory.resolve("latin1");
    Files.write(file, "q Q0 a 1 1 t\nq Q0 \u00e9 1 1 t\n".getBytes(StandardCharsets.ISO_8859_1));
    assertEquals(
        file + ":2: the line is not UTF-8; convert the file to UTF-8",
        assertThrows(CollectionException.class, () -> Run.readTrec(file)).getMessage());
    // A replacement character that stands in the file is an id like others.
    assertEquals("\uFFFD", Run.readTrec(file("q Q0 \uFFFD 1 1 t")).ranking("q").id(0));
  }

  @Test
  void noticesDuplicatesOnlyInWantedQueries() throws IOException {
    Path file = file("q1 Q0 a 1 1 t\nq2 Q0 a 1 2 t\nq2 Q0 a 2 1 t\n");
    assertThrows(CollectionException.class, () -> Run.readTrec(file));
    Run run = Run.readTrec(file, "q1"::equals);
    assertEquals(1, run.queries().size());
    assertEquals(1, run.ranking("q1").size());
  }

  @Test
  void readsGzip() throws IOException {
    Path file = directory.resolve("run.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write("q Q0 a 1 1 t\n".getBytes(StandardCharsets.UTF_8));
    }
    assertEquals("a", Run.readTrec(file).ranking("q").id(0));
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      CollectionException refused =
          assertThrows(CollectionException.class, () -> Run.readTrec(file));
      assertTrue(refused.getMessage().startsWith(file + ":"), refused.getMessage());
    }
  }

  @Test
  void refusesFilesThatAreNotThere() {
    Path missing = directory.resolve("missing");
    assertEquals(
        missing + ": there is no such file; check the path",
        assertThrows(CollectionException.class, () -> Run.readTrec(missing)).getMessage());
    assertThrows(CollectionException.class, () -> Run.readTrec(directory));
  }

  @Test
  void writesBestFirst() throws IOException {
    Path file = directory.resolve("out");
    Run.of(Map.of("q", Ranking.of(new String[] {"a", "b"}, new float[] {1.5f, 1e10f})))
        .writeTrec(file, "tern");
    assertEquals("q Q0 b 1 1.0E10 tern\nq Q0 a 2 1.5 tern\n", Files.readString(file));
  }

  @Test
  void refusesToWriteWhatWouldBeReadOtherwise() {
    for (String id : List.of("doc 1", "a\tb", "a\n", "\u000b", "", "\uFEFFa", "\uD800")) {
      Ranking ranking = Ranking.of(new String[] {"fine", id}, new float[2]);
      Path file = directory.resolve("refused");
      for (Run run :
          List.of(
              Run.of(Map.of("q", ranking)),
              Run.of(Map.of(id, Ranking.of(new String[] {"a"}, new float[1]))))) {
        assertThrows(CollectionException.class, () -> run.writeTrec(file, "tag"), id);
      }
      Run fine = Run.of(Map.of("q", Ranking.of(new String[] {"a"}, new float[1])));
      assertThrows(CollectionException.class, () -> fine.writeTrec(file, id), id);
      assertFalse(Files.exists(file), "a refused run must leave no file");
    }
    Run run = Run.of(Map.of("q", Ranking.of(new String[] {"doc 1"}, new float[1])));
    Path file = directory.resolve("refused");
    assertEquals(
        file
            + ": the document id 'doc 1' holds white space, which separates columns there;"
            + " use ids without it",
        assertThrows(CollectionException.class, () -> run.writeTrec(file, "t")).getMessage());
  }

  @Randomized
  void roundTrip(RandomGenerator random) throws IOException {
    Map<String, Ranking> rankings = new LinkedHashMap<>();
    for (int q = 0; q < 3; q++) {
      String[] ids = new String[1 + random.nextInt(50)];
      float[] scores = new float[ids.length];
      for (int i = 0; i < ids.length; i++) {
        ids[i] = new String[] {"a", "\"", "\\", "\u00a0", "\uD83D\uDE00", "#"}[i % 6] + i;
        float score = Float.intBitsToFloat(random.nextInt());
        scores[i] = Float.isNaN(score) ? Float.NEGATIVE_INFINITY : score;
      }
      rankings.put("#" + q, Ranking.of(ids, scores));
    }
    for (String name : List.of("run", "run.gz")) {
      Path file = directory.resolve(name);
      Run.of(rankings).writeTrec(file, "t");
      Run read = Run.readTrec(file);
      assertEquals(List.copyOf(rankings.keySet()), List.copyOf(read.queries()));
      for (String query : rankings.keySet()) {
        assertEquals(rankings.get(query), read.ranking(query));
      }
    }
  }

  private void assertRefused(String expected, String content) {
    String message =
        assertThrows(CollectionException.class, () -> Run.readTrec(file(content))).getMessage();
    assertTrue(message.contains("run.txt" + expected), message);
  }

  private Path file(String content) throws IOException {
    return Files.writeString(directory.resolve("run.txt"), content);
  }
}

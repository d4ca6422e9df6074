package dev.tern.engine.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QrelsTest {
  private static final String HEADER = "query-id\tcorpus-id\tscore\n";

  @TempDir private Path directory;

  @Test
  void readsTrec() throws IOException {
    Qrels qrels = Qrels.readTrec(file("q2 0 a 1\r\n\tq1  x\u000bb \t -2 \nq2 0 c +3"));
    assertEquals(List.of("q2", "q1"), List.copyOf(qrels.queries()));
    assertEquals(OptionalInt.of(1), qrels.grade("q2", "a"));
    assertEquals(OptionalInt.of(-2), qrels.grade("q1", "b"));
    assertEquals(OptionalInt.of(3), qrels.grade("q2", "c"));
    assertEquals(OptionalInt.empty(), qrels.grade("q1", "a"));
    assertEquals(OptionalInt.empty(), qrels.grade("q3", "a"));
    assertEquals(Set.of("a", "c"), qrels.documents("q2"));
    assertEquals(Set.of(), qrels.documents("q3"));
    assertEquals(3, qrels.size());
    assertEquals(2, qrels.judgementsOutside("a"::equals));
  }

  @Test
  void readsBeirUnderAnyHeader() throws IOException {
    for (String header : List.of(HEADER, "whatever\n", "\uFEFF" + HEADER, "a\tb\tc\td\r\n")) {
      Qrels qrels = Qrels.readBeir(file(header + "q1\tdoc 1\t2\r\nq1\tdoc2\t0"));
      assertEquals(OptionalInt.of(2), qrels.grade("q1", "doc 1"), header);
      assertEquals(OptionalInt.of(0), qrels.grade("q1", "doc2"), header);
      assertEquals(2, qrels.size(), header);
    }
  }

  @Test
  void tellsTheFormatsApart() throws IOException {
    assertEquals(1, Qrels.read(file(HEADER + "q\td e\t1\n")).size());
    assertEquals(1, Qrels.read(file("q\t0\td\t1\n")).size());
    assertEquals(1, Qrels.read(file("q 0 d 1\n")).size());
  }

  @Test
  void refusesWhatIsNotTrec() {
    assertTrecRefused(":1: a line of TREC judgements has four columns", HEADER + "q\td\t1\n");
    assertTrecRefused(":2: a line of TREC judgements has four columns", "q 0 a 1\n\nq 0 b 1\n");
    assertTrecRefused("found more;", "q 0 a 1 x\n");
    assertTrecRefused(":1: a grade is an integer, found '1.9'", "q 0 a 1.9\n");
    assertTrecRefused(":1: a grade is an integer, found '2x'", "q 0 a 2x\n");
    assertTrecRefused(":1: a grade is an integer, found '3000000000'", "q 0 a 3000000000\n");
    assertTrecRefused(":1: a grade is an integer, found '\u0661'", "q 0 a \u0661\n");
    assertTrecRefused(":1: a grade is an integer, found '-'", "q 0 a -\n");
    assertTrecRefused(
        ":2: document 'a' is judged for query 'q' for the second time", "q 0 a 1\nq 1 a 1\n");
    assertTrecRefused(": there is no judgement in the file", "");
  }

  @Test
  void refusesWhatIsNotBeir() {
    assertBeirRefused(":2: a line of BEIR judgements has three columns", HEADER + "q d 1\n");
    assertBeirRefused("found 4;", HEADER + "q\t0\td\t1\n");
    assertBeirRefused(":3: a line of BEIR judgements", HEADER + "q\td\t1\n\nq\te\t1\n");
    assertBeirRefused(":2: a grade is an integer, found '1.0'", HEADER + "q\td\t1.0\n");
    assertBeirRefused(":2: an id is empty", HEADER + "\td\t1\n");
    assertBeirRefused(":3: document 'd' is judged", HEADER + "q\td\t1\nq\td\t1\n");
    assertBeirRefused(":1: the first line of BEIR judgements is a header", "q\td\t1\n");
    assertBeirRefused(": there is no judgement in the file", HEADER);
  }

  @Test
  void writesWhatIsReadAgain() throws IOException {
    Map<String, Integer> grades = new LinkedHashMap<>();
    grades.put("b", 1);
    grades.put("a", -1);
    Qrels qrels = Qrels.of(Map.of("q", grades));
    Path file = directory.resolve("out.gz");
    qrels.writeTrec(file);
    assertEquals(OptionalInt.of(-1), Qrels.read(file).grade("q", "a"));
    assertEquals(2, Qrels.read(file).size());
    Path plain = directory.resolve("out.tsv");
    qrels.writeBeir(plain);
    assertEquals(HEADER + "q\ta\t-1\nq\tb\t1\n", Files.readString(plain));
    assertEquals(2, Qrels.read(plain).size());
    Qrels odd = Qrels.of(Map.of("q", Map.of("doc 1", 1)));
    odd.writeBeir(plain);
    assertEquals(OptionalInt.of(1), Qrels.read(plain).grade("q", "doc 1"));
    assertThrows(CollectionException.class, () -> odd.writeTrec(file));
    assertThrows(
        CollectionException.class, () -> Qrels.of(Map.of("q\t", Map.of("d", 1))).writeBeir(plain));
  }

  private void assertTrecRefused(String expected, String content) {
    String message =
        assertThrows(CollectionException.class, () -> Qrels.readTrec(file(content))).getMessage();
    assertTrue(message.contains(expected), message);
  }

  private void assertBeirRefused(String expected, String content) {
    String message =
        assertThrows(CollectionException.class, () -> Qrels.readBeir(file(content))).getMessage();
    assertTrue(message.contains(expected), message);
  }

  private Path file(String content) throws IOException {
    return Files.writeString(directory.resolve("qrels.txt"), content);
  }
}

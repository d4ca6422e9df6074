package dev.tern.encoder.training.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.encoder.training.data.JsonExamples.Format;
import dev.tern.testing.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExampleSourceTest {
  @TempDir Path directory;

  @Test
  void readsPairsTriplesAndDistillationRows() throws IOException {
    Path file = directory.resolve("rows.jsonl");
    Files.writeString(
        file,
        """
        {"query": "q", "positive": ["a", "b"], "negatives": "c", "other": {"x": [1]}}
        {"query": "q", "q_id": "7", "docs": ["a", "b"], "d_ids": ["1", "2"], "scores": [2, -1.5]}
        """);
    try (JsonExamples rows = JsonExamples.open(file, Format.PAIRS, RowKeys.USUAL)) {
      assertEquals(2, rows.size());
      assertEquals(List.of(Passage.of("a")), rows.read(0, 0).documents());
      assertEquals(List.of(Passage.of("b")), rows.read(0, 1).documents(), "the next epoch");
    }
    try (JsonExamples rows = JsonExamples.open(file, Format.TRIPLES, RowKeys.USUAL)) {
      assertEquals(List.of(Passage.of("a"), Passage.of("c")), rows.read(0, 2).documents());
    }
    try (JsonExamples rows = JsonExamples.open(file, Format.DISTILLATION, RowKeys.USUAL)) {
      assertEquals(
          new Example(
              new Passage("7", "q"),
              List.of(new Passage("1", "a"), new Passage("2", "b")),
              List.of(2.0, -1.5)),
          rows.read(1, 0));
    }
    RowKeys keys = new RowKeys("other", "query", "negatives", "docs", "scores");
    try (JsonExamples rows = JsonExamples.open(file, Format.PAIRS, keys)) {
      assertEquals(
          file + ":1: \"other\" holds text, found \"{x=[1]}\"",
          assertThrows(TrainingDataException.class, () -> rows.read(0, 0)).getMessage());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          PAIRS        | [1]                                       | is not a JSON object
          PAIRS        | {"query": "q"                             | is malformed JSON
          PAIRS        | {"query": "q", "query": "p"}              | is malformed JSON
          PAIRS        | {"query": "q"} {}                         | something follows
          PAIRS        | {"query": "q"}                            | the key "positive" is missing
          PAIRS        | {"query": "q", "positive": null}          | the key "positive" is missing
          PAIRS        | {"query": " ", "positive": "a"}           | empty text under "query"
          PAIRS        | {"query": "q", "positive": []}            | the list "positive" is empty
          PAIRS        | {"query": "q", "positive": 1}             | "positive" holds text
          PAIRS        | {"query": "q", "positive": ["a", 1]}      | "positive" holds text
          TRIPLES      | {"query": "q", "positive": "a"}           | the key "negatives" is missing
          DISTILLATION | {"query": "q", "docs": ["a"], "scores": 1} | is not a list of numbers
          DISTILLATION | {"query": "q", "docs": ["a"], "scores": [1, 2]} | 1 documents and 2 scores
          DISTILLATION | {"query": "q", "docs": ["a"], "scores": ["1"]} | holds finite numbers
          DISTILLATION | {"query": "q", "docs": ["a"], "scores": [1e999]} | holds finite numbers
          PAIRS        | {"query": "q", "positive": "a", "d_ids": ["1", "2"]} | 1 documents and 2 ids
          """)
  void refusesRowsByFileAndLine(Format format, String row, String reason) throws IOException {
    Path file = directory.resolve("bad.jsonl");
    Files.writeString(file, "\n\n" + row + "\n");
    try (JsonExamples rows = JsonExamples.open(file, format, RowKeys.USUAL)) {
      String message =
          assertThrows(TrainingDataException.class, () -> rows.read(0, 0)).getMessage();
      assertTrue(message.startsWith(file + ":3: ") && message.contains(reason), message);
    }
  }

  @Test
  void refusesAFileWithoutRows() throws IOException {
    Path file = directory.resolve("empty.jsonl");
    Files.writeString(file, "\n\n");
    assertThrows(
        TrainingDataException.class, () -> JsonExamples.open(file, Format.PAIRS, RowKeys.USUAL));
  }

  @Test
  void readsCollectionsInBeirsLayout() throws IOException {
    collection("q1\td1\t2\nq1\td2\t0\nq2\td2\t1\n");
    try (BeirExamples rows = BeirExamples.open(directory, "train")) {
      assertEquals(2, rows.size());
      assertEquals(
          new Example(
              new Passage("q1", "one"), List.of(new Passage("d1", "Title text")), List.of()),
          rows.read(0, 0));
      assertEquals(List.of(new Passage("d2", "zwei")), rows.read(1, 5).documents());
      assertEquals(directory.resolve("qrels/train.tsv") + ":4", rows.place(1));
    }
    for (String bad : List.of("q1\td3\t1\n", "q3\td1\t1\n", "q1 d1 1\n", "q1\td1\tx\n", "")) {
      collection(bad);
      assertThrows(TrainingDataException.class, () -> BeirExamples.open(directory, "train"), bad);
    }
    assertThrows(TrainingDataException.class, () -> BeirExamples.open(directory, "test"));
  }

  private void collection(String judgements) throws IOException {
    Files.writeString(
        directory.resolve("corpus.jsonl"),
        """
        {"_id": "d1", "title": "Title", "text": "text", "metadata": {}}
        {"_id": "d2", "title": "", "text": "zwei"}
        """);
    Files.writeString(
        directory.resolve("queries.jsonl"),
        """
        {"_id": "q1", "text": "one"}
        {"_id": "q2", "text": "two"}
        """);
    Files.createDirectories(directory.resolve("qrels"));
    Files.writeString(
        directory.resolve("qrels/train.tsv"), "query-id\tcorpus-id\tscore\n" + judgements);
  }

  @Test
  void readsRealPairs() throws IOException {
    Path file = Shared.data("train/medquad/medquad.jsonl.gz");
    try (JsonExamples rows = JsonExamples.open(file, Format.PAIRS, RowKeys.USUAL)) {
      assertEquals(16_406, rows.size());
      assertEquals(
          "What is (are) Adult Acute Lymphoblastic Leukemia ?", rows.read(0, 0).query().text());
      assertTrue(rows.read(16_405, 0).documents().getFirst().text().length() > 10);
    }
  }

  @Test
  void epochsTakeTurnsWithDocuments() {
    List<Passage> docs =
        List.of("0", "1", "2", "3", "4", "5", "6").stream().map(Passage::of).toList();
    Example triple = new Example(Passage.of("q"), docs, List.of());
    assertEquals("012", ids(triple.group(3, 0)));
    assertEquals("034", ids(triple.group(3, 1)));
    assertEquals("056", ids(triple.group(3, 2)));
    assertEquals("012", ids(triple.group(3, 3)));
    assertEquals("0", ids(triple.group(1, 4)));
    List<Double> scores = List.of(7.0, 6.0, 5.0, 4.0, 3.0, 2.0, 1.0);
    Example scored = new Example(Passage.of("q"), docs, scores);
    assertEquals("024", ids(scored.group(3, 0)));
    assertEquals("135", ids(scored.group(3, 1)));
    assertEquals(List.of(6.0, 4.0, 2.0), scored.group(3, 1).scores());
    assertEquals("0123456", ids(scored.group(7, 9)));
  }

  private static String ids(Example example) {
    return String.join("", example.documents().stream().map(Passage::id).toList());
  }
}

package dev.tern.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusTest {
  private static final int ALL = Integer.MAX_VALUE;

  @TempDir private Path directory;

  @BeforeEach
  void writeCollection() throws IOException {
    Files.writeString(
        directory.resolve("corpus.jsonl"),
        """
        {"_id": "d1", "title": "One", "text": "first"}
        {"_id": "d2", "text": "second"}
        {"_id": "d3", "text": "third"}
        {"_id": "d4", "text": "fourth"}
        """);
    Files.writeString(
        directory.resolve("queries.jsonl"),
        """
        {"_id": "q1", "text": "who"}
        {"_id": "q2", "text": "what"}
        """);
  }

  @Test
  void readsTheBeginning() throws IOException {
    Corpus corpus = Corpus.read(directory, 2, 1);
    assertEquals(List.of("d1", "d2"), corpus.keys());
    assertEquals(List.of("One first", "second"), corpus.texts());
    assertEquals(List.of("who"), corpus.queries());
    assertEquals(4, Corpus.read(directory, ALL, ALL).texts().size());
    assertEquals(List.of("who", "what"), Corpus.read(directory, ALL, ALL).queries());
  }

  @Test
  void prefersTheQueriesThatTheTestSplitJudges() throws IOException {
    Files.createDirectory(directory.resolve("qrels"));
    Files.writeString(
        directory.resolve("qrels/test.tsv"), "query-id\tcorpus-id\tscore\nq2\td1\t1\n");
    assertEquals(List.of("what"), Corpus.read(directory, ALL, ALL).queries());
  }

  @Test
  void theSeedDecidesTheSample() throws IOException {
    Corpus corpus = Corpus.read(directory, ALL, ALL);
    List<String> sample = corpus.sample(3, 1);
    assertEquals(3, new HashSet<>(sample).size());
    assertTrue(corpus.texts().containsAll(sample));
    assertEquals(sample, corpus.sample(3, 1));
    assertNotEquals(sample, corpus.sample(3, 4));
    assertEquals(4, corpus.sample(100, 1).size());
  }

  @Test
  void nothingToMeasureIsRefused() throws IOException {
    Files.writeString(directory.resolve("queries.jsonl"), "");
    assertThrows(FileNotFoundException.class, () -> Corpus.read(directory, ALL, ALL));
  }
}

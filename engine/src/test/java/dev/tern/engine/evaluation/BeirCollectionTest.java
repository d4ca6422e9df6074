package dev.tern.engine.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.testing.Shared;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class BeirCollectionTest {
  @TempDir private Path directory;

  @Test
  void readsACollection() throws IOException {
    write("corpus.jsonl", "{\"_id\": \"d1\", \"title\": \"T\", \"text\": \"x\"}\n");
    write(
        "queries.jsonl",
        "{\"_id\": \"q1\", \"text\": \" What? \"}\n{\"_id\":\"q2\",\"text\":\"\"}");
    Files.createDirectory(directory.resolve("qrels"));
    write("qrels/test.tsv", "query-id\tcorpus-id\tscore\nq1\td1\t1\nq1\td9\t1\n");
    gzip("qrels/dev.tsv.gz", "query-id\tcorpus-id\tscore\nq2\td1\t1\n");
    write("qrels/notes.txt", "not a split");
    BeirCollection collection = BeirCollection.open(directory);
    assertEquals(Set.of("test", "dev"), collection.splits());
    assertEquals(Map.of("q1", "What?", "q2", ""), collection.queries());
    assertEquals(List.of(new BeirDocument("d1", "T", "x")), documents(collection));
    Qrels test = collection.qrels("test");
    assertEquals(Set.of("q1"), test.queries());
    assertEquals(1, test.judgementsOutside("d1"::equals));
    assertEquals(Set.of("q2"), collection.qrels("dev").queries());
    assertTrue(refusal(() -> collection.qrels("train")).endsWith("splits are [dev, test]"));
  }

  @Test
  void refusesJudgementsOfUnknownQueries() throws IOException {
    write("corpus.jsonl", "{\"_id\": \"d1\", \"text\": \"x\"}\n");
    write("queries.jsonl", "{\"_id\": \"q1\", \"text\": \"x\"}\n");
    Files.createDirectory(directory.resolve("qrels"));
    write("qrels/test.tsv", "query-id\tcorpus-id\tscore\nq1\td1\t1\nq7\td1\t1\n");
    assertEquals(
        directory.resolve("qrels/test.tsv")
            + ":3: there is no query 'q7'; add it to the queries or remove its judgements",
        refusal(() -> BeirCollection.open(directory).qrels("test")));
  }

  @Test
  void refusesDirectoryWithoutCorpus() throws IOException {
    assertTrue(refusal(() -> BeirCollection.open(directory)).contains("has corpus.jsonl"));
    write("corpus.jsonl", "");
    assertTrue(refusal(() -> BeirCollection.open(directory)).contains("has queries.jsonl"));
    gzip("queries.jsonl.gz", "{\"_id\": \"q\", \"text\": \"t\"}");
    BeirCollection collection = BeirCollection.open(directory);
    assertEquals(Set.of(), collection.splits());
    assertEquals(Map.of("q", "t"), collection.queries());
  }

  @Test
  void joinsTitleAndText() {
    assertEquals("a b", new BeirDocument("i", "a", "b").content());
    assertEquals("b", new BeirDocument("i", "", " b\n").content());
    assertEquals("a", new BeirDocument("i", "a", "").content());
    assertEquals("", new BeirDocument("i", "", "").content());
  }

  @Test
  void readsLinesLeniently() throws IOException {
    String first = "{\"text\": \"\\u00e9\u2028x\", \"metadata\": {\"_id\": [1]}, \"_id\": \"1\"}";
    String second = "{\"_id\": \"2\", \"title\": null, \"text\": \"\", \"n\": 1e999, \"b\": [{}]}";
    String lines = "\uFEFF" + first + "\r\n  \n\n" + second;
    assertEquals(
        List.of(new BeirDocument("1", "", "\u00e9\u2028x"), new BeirDocument("2", "", "")),
        read(lines));
    assertEquals(List.of(), read(""));
    String large = "x".repeat(300_000);
    assertEquals(large, read("{\"_id\": \"a\", \"text\": \"" + large + "\"}\n").get(0).text());
  }

  @Test
  void refusesLinesThatAreNoDocuments() {
    String fine = "{\"_id\": \"a\", \"text\": \"\"}\n";
    assertRefused(":2: the id 'a' is given for the second time", fine + fine);
    assertRefused(":2: the line is malformed JSON at column", fine + "{\"_id\": \"b\"");
    assertRefused(":1: the line is malformed JSON at column", "{'_id': 'b'}");
    assertRefused(":1: the line is malformed JSON at column", "{\"_id\": \"\u0001\"}");
    assertRefused(":1: the line is malformed JSON", "{\"x\": " + "[".repeat(100_000));
    assertRefused(":1: the line is not a JSON object", "[]");
    assertRefused(":1: the line is not a JSON object", "\"text\"");
    assertRefused(":1: something follows the JSON object", "{\"_id\": \"b\", \"text\": \"\"} {}");
    assertRefused(":1: the key \"_id\" is missing", "{\"text\": \"\"}");
    assertRefused(":1: the key \"text\" is missing", "{\"_id\": \"b\"}");
    assertRefused(":1: the value of \"_id\" is not a string", "{\"_id\": 7, \"text\": \"\"}");
    assertRefused(":1: the value of \"text\" is not a string", "{\"_id\": \"7\", \"text\": null}");
    assertRefused(":1: the value of \"title\" is not a string", "{\"title\": []}");
    assertRefused(":1: the value of \"_id\" is empty", "{\"_id\": \"\", \"text\": \"\"}");
    assertRefused(":1: the value of \"_id\" has half", "{\"_id\": \"\\ud800\", \"text\": \"\"}");
    assertRefused(":1: the key \"_id\" is given twice", "{\"_id\": \"a\", \"_id\": \"b\"}");
  }

  /// Ids of one hash code must not make reading quadratic.
  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void idsThatCollideAreReadAsFast() throws IOException {
    StringBuilder lines = new StringBuilder();
    int documents = 1 << 17;
    for (int i = 0; i < documents; i++) {
      lines.append("{\"_id\": \"");
      for (int bit = 0; bit < 17; bit++) {
        lines.append((i >> bit & 1) == 0 ? "Aa" : "BB"); // one hash code for both
      }
      lines.append("\", \"text\": \"\"}\n");
    }
    assertEquals(documents, read(lines.toString()).size());
  }

  @Test
  void namesMissingResource() {
    TextSource missing = TextSource.resource(BeirCollectionTest.class, "missing.jsonl");
    assertEquals(
        "missing.jsonl: there is no such file; check the path",
        refusal(() -> JsonLines.open(missing)));
  }

  @Test
  void readsRealCollections() throws IOException {
    BeirCollection scifact = BeirCollection.open(Shared.data("beir/scifact"));
    List<BeirDocument> documents = documents(scifact);
    Set<String> ids = Set.copyOf(documents.stream().map(BeirDocument::id).toList());
    assertEquals(5183, documents.size());
    assertEquals(5183, ids.size());
    assertEquals(1109, scifact.queries().size());
    Qrels test = scifact.qrels("test");
    assertEquals(300, test.queries().size());
    assertEquals(339, test.size());
    assertEquals(0, test.judgementsOutside(ids::contains));
    assertEquals(919, scifact.qrels("train").size());
  }

  private List<BeirDocument> read(String content) throws IOException {
    write("lines.jsonl", content);
    return read(JsonLines.open(TextSource.file(directory.resolve("lines.jsonl"))));
  }

  private static List<BeirDocument> documents(BeirCollection collection) throws IOException {
    return read(collection.documents());
  }

  private static List<BeirDocument> read(JsonLines opened) throws IOException {
    List<BeirDocument> documents = new ArrayList<>();
    try (JsonLines lines = opened) {
      for (Optional<BeirDocument> next = lines.next(); next.isPresent(); next = lines.next()) {
        documents.add(next.get());
      }
    }
    return documents;
  }

  private void assertRefused(String expected, String content) {
    String message = refusal(() -> read(content));
    assertTrue(message.contains("lines.jsonl" + expected), message);
  }

  private static String refusal(Executable reading) {
    return assertThrows(CollectionException.class, reading).getMessage();
  }

  private void write(String name, String content) throws IOException {
    Files.writeString(directory.resolve(name), content);
  }

  private void gzip(String name, String content) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(directory.resolve(name)))) {
      out.write(content.getBytes(StandardCharsets.UTF_8));
    }
  }
}

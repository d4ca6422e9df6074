package dev.tern.engine.cli;

import dev.tern.engine.collection.Document;
import dev.tern.engine.collection.HybridSearch;
import dev.tern.engine.collection.Ranked;
import dev.tern.engine.collection.TextIndex;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/// The answer of several indexes to a query, for a person or as one JSON object.
///
/// @param search of the indexes
/// @param k how many documents at most
/// @param json whether one JSON object is wanted
record HybridReport(HybridSearch search, int k, boolean json) {
  /// Searches and prints the answer.
  void print(String query) throws IOException {
    long start = System.nanoTime();
    List<Ranked> found = search.search(query, k);
    double milliseconds = (System.nanoTime() - start) / 1e6;
    if (json) {
      List<Map<String, Object>> hits = new ArrayList<>();
      for (Ranked each : found) {
        Document document = document(each.key());
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("rank", hits.size() + 1);
        fields.put("key", each.key());
        fields.put("score", each.score());
        fields.put("title", document.title());
        fields.put("text", document.text());
        hits.add(fields);
      }
      new JsonLine()
          .with("query", query)
          .with("indexes", search.indexes().size())
          .with("milliseconds", milliseconds)
          .with("hits", hits)
          .print();
      return;
    }
    int rank = 1;
    for (Ranked each : found) {
      print(String.format(Locale.ROOT, "%2d  %7.4f  ", rank++, each.score()), each.key());
    }
    Console.OUT.printf(
        Locale.ROOT,
        "%s from %d indexes in %.2f ms%n",
        found.isEmpty() ? "none" : Count.of(found.size(), "document"),
        search.indexes().size(),
        milliseconds);
    Console.OUT.flush();
  }

  private void print(String head, String key) throws IOException {
    Document document = document(key);
    String title = Console.oneLine(document.title());
    String shown = Console.oneLine(key);
    Console.OUT.println(head + (title.isEmpty() ? shown : title + "  " + shown));
    String text = SearchReport.beginning(document.text());
    if (!text.isEmpty()) {
      Console.OUT.println(" ".repeat(head.length()) + text);
    }
  }

  /// The document as the first index that has it stores it.
  private Document document(String key) throws IOException {
    for (TextIndex index : search.indexes()) {
      OptionalInt docId = index.vectors().docId(key);
      if (docId.isPresent()) {
        return index.document(docId.getAsInt());
      }
    }
    throw new IllegalStateException("no index has what one of them found: key=" + key);
  }
}

package dev.tern.engine.cli;

import dev.tern.engine.Explanation;
import dev.tern.engine.Hit;
import dev.tern.engine.Scoring;
import dev.tern.engine.SearchCounters;
import dev.tern.engine.SearchOptions;
import dev.tern.engine.SearchResult;
import dev.tern.engine.collection.Document;
import dev.tern.engine.collection.TextIndex;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// The answer to a query, for a person or as one JSON object.
final class SearchReport {
  private static final int WIDTH = 96;
  private static final int TERMS_SHOWN = 8;

  private final TextIndex index;
  private final boolean explain;
  private final boolean counters;
  private final boolean json;

  /// @param explain whether to say what each token contributed
  /// @param counters whether to say what the search did
  SearchReport(TextIndex index, boolean explain, boolean counters, boolean json) {
    this.index = index;
    this.explain = explain;
    this.counters = counters;
    this.json = json;
  }

  /// Searches and prints the answer.
  void print(String query, SearchOptions options) throws IOException {
    long start = System.nanoTime();
    SearchResult result = index.search(query, options.withCounters(true));
    double milliseconds = (System.nanoTime() - start) / 1e6;
    if (json) {
      toJson(query, result, options.scoring(), milliseconds).print();
      return;
    }
    int rank = 1;
    int rankWidth = Math.max(2, Integer.toString(result.hits().size()).length());
    for (Hit hit : result.hits()) {
      String place = String.format(Locale.ROOT, "%" + rankWidth + "d", rank++);
      String head = String.format(Locale.ROOT, "%s  %7.3f  ", place, hit.score());
      print(head, hit, query, options.scoring());
    }
    Console.OUT.printf(
        Locale.ROOT,
        "%s of %s in %.2f ms (%s, %s scored)%n",
        result.hits().isEmpty() ? "none" : String.format(Locale.ROOT, "%,d", result.hits().size()),
        Count.of(index.vectors().documentCount(), "document"),
        milliseconds,
        result.algorithm().toString().toLowerCase(Locale.ROOT).replace('_', '-'),
        Count.of(result.counters().orElseThrow().postings(), "posting"));
    if (!result.isComplete()) {
      Console.OUT.printf(
          Locale.ROOT,
          "%s: documents with scores of up to %.3f may be missing%n",
          options.twoPhase().isPresent() ? "in two phases" : "stopped early",
          result.greatestMissed());
    }
    if (result.scoreSlack() > 0) {
      Console.OUT.printf(
          Locale.ROOT, "scores that are shown may be too low by up to %.3f%n", result.scoreSlack());
    }
    if (counters) {
      Console.OUT.printf("  %-16s %12s%n", "layout", index.vectors().layout());
      print(result.counters().orElseThrow());
    }
    Console.OUT.flush();
  }

  /// What the search did, as it stands behind each name of [#fields].
  private static void print(SearchCounters counters) {
    fields(counters)
        .forEach((name, value) -> Console.OUT.printf(Locale.ROOT, "  %-16s %,12d%n", name, value));
  }

  private static Map<String, Long> fields(SearchCounters counters) {
    Map<String, Long> fields = new LinkedHashMap<>();
    fields.put("documents", counters.documents());
    fields.put("postings", counters.postings());
    fields.put("blocks", counters.blocks());
    fields.put("bytes", counters.bytes());
    fields.put("rescored", counters.rescored());
    SearchCounters.Nanos nanos = counters.nanos();
    fields.put("termsNanos", nanos.terms());
    fields.put("boundsNanos", nanos.bounds());
    fields.put("rareNanos", nanos.rare());
    fields.put("frequentNanos", nanos.frequent());
    fields.put("cursorsNanos", nanos.cursors());
    fields.put("groupsNanos", nanos.groups());
    fields.put("collectingNanos", nanos.collecting());
    fields.put("rescoringNanos", nanos.rescoring());
    fields.put("hitsNanos", nanos.hits());
    return fields;
  }

  /// @param head rank and score, under which the other lines are indented
  private void print(String head, Hit hit, String query, Scoring scoring) throws IOException {
    Document document = index.document(hit.docId());
    String title = Console.oneLine(document.title());
    String key = Console.oneLine(hit.key());
    String indent = " ".repeat(head.length());
    Console.OUT.println(head + (title.isEmpty() ? key : title + "  " + key));
    String text = beginning(document.text());
    if (!text.isEmpty()) {
      Console.OUT.println(indent + text);
    }
    if (explain) {
      Console.OUT.println(indent + terms(index.explain(query, hit.key(), scoring)));
    }
  }

  /// The tokens that contributed most, each with its share of the score.
  private String terms(Explanation explanation) {
    List<Explanation.Term> terms = byContribution(explanation);
    String shown =
        terms.stream()
            .limit(TERMS_SHOWN)
            .map(term ->
                String.format(
                    Locale.ROOT,
                    "%s %.2f",
                    Console.harmless(index.token(term.term())),
                    term.contribution()))
            .collect(Collectors.joining(" + "));
    int hidden = terms.size() - TERMS_SHOWN;
    return "= " + shown + (hidden > 0 ? " + " + hidden + " more" : "");
  }

  private static List<Explanation.Term> byContribution(Explanation explanation) {
    return explanation.terms().stream()
        .filter(term -> term.contribution() > 0)
        .sorted(Comparator.comparingDouble(Explanation.Term::contribution).reversed())
        .toList();
  }

  /// The first words of a text, on one line.
  static String beginning(String text) {
    String line = Console.oneLine(text);
    if (line.codePointCount(0, line.length()) <= WIDTH) {
      return line;
    }
    String cut = line.substring(0, line.offsetByCodePoints(0, WIDTH));
    int space = cut.lastIndexOf(' ');
    return (space > WIDTH / 2 ? cut.substring(0, space) : cut) + " ...";
  }

  private JsonLine toJson(String query, SearchResult result, Scoring scoring, double milliseconds)
      throws IOException {
    List<Map<String, Object>> hits = new ArrayList<>();
    for (Hit hit : result.hits()) {
      Document document = index.document(hit.docId());
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("rank", hits.size() + 1);
      fields.put("key", hit.key());
      fields.put("score", hit.score());
      fields.put("title", document.title());
      fields.put("text", document.text());
      if (explain) {
        Map<String, Object> terms = new LinkedHashMap<>();
        byContribution(index.explain(query, hit.key(), scoring))
            .forEach(term -> terms.put(index.token(term.term()), term.contribution()));
        fields.put("terms", terms);
      }
      hits.add(fields);
    }
    JsonLine line = new JsonLine();
    if (counters) {
      line.with("layout", index.vectors().layout().toString())
          .with("counters", fields(result.counters().orElseThrow()));
    }
    return line.with("query", query)
        .with("documents", index.vectors().documentCount())
        .with("algorithm", result.algorithm().toString())
        .with("milliseconds", milliseconds)
        .with("postingsScored", result.counters().orElseThrow().postings())
        .with("greatestMissed", result.greatestMissed())
        .with("scoreSlack", result.scoreSlack())
        .with("hits", hits);
  }
}

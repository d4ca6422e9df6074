package dev.tern.engine.evaluation;

import dev.tern.encoder.text.Quoted;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.eclipse.collections.impl.map.mutable.primitive.ObjectFloatHashMap;

/// The results of a system: one [Ranking] for each query that has results.
///
/// A TREC run has lines of six columns, `query Q0 document rank score tag`, separated by ASCII
/// white space. Rank and order of the lines mean nothing, a line may have more columns, blank lines
/// are skipped. Immutable.
public final class Run {
  private static final int COLUMNS = 6;

  private final String source;
  private final Map<String, Ranking> rankings;

  private Run(String source, Map<String, Ranking> rankings) {
    this.source = source;
    this.rankings = rankings;
  }

  /// A run of the given rankings by query id, in the map's order; empty ones are left out, as a
  /// query without a result has no line in a file either.
  public static Run of(Map<String, Ranking> rankings) {
    Map<String, Ranking> kept = new LinkedHashMap<>();
    rankings.forEach((query, ranking) -> {
      if (ranking.size() > 0) {
        kept.put(query, ranking);
      }
    });
    return new Run("the run", kept);
  }

  /// Reads a TREC run (gzipped if the name ends in `.gz`).
  ///
  /// @throws CollectionException if a line has fewer than six columns or a score that is no number,
  ///   if a query has a document twice, or if there is no result at all
  public static Run readTrec(Path file) throws IOException {
    return readTrec(file, query -> true);
  }

  /// Reads the results of some queries only. With [Qrels#contains] as `queries` it accepts what
  /// trec_eval accepts, which notices a duplicate only in a query that is judged.
  ///
  /// @param queries whether a query's results are wanted; of other lines only the form is checked
  public static Run readTrec(Path file, Predicate<String> queries) throws IOException {
    Map<String, ObjectFloatHashMap<String>> scores = new LinkedHashMap<>();
    try (LineReader lines = LineReader.open(TextSource.file(file))) {
      // One String for each document, however many queries retrieve it.
      Map<String, String> ids = new HashMap<>();
      String[] columns = new String[COLUMNS];
      boolean any = false;
      while (lines.next()) {
        int count = Columns.splitAtSpace(lines.line(), columns);
        if (count == 0) {
          continue;
        }
        if (count < COLUMNS) {
          throw lines.refusal(
              "a line of a run has six columns (query Q0 document rank score tag), found "
                  + count
                  + "; write the run in TREC format");
        }
        any = true;
        float score = Columns.score(lines, columns[4]);
        if (queries.test(columns[0])) {
          String id = ids.computeIfAbsent(columns[2], same -> same);
          add(lines, scores, columns[0], id, score);
        }
      }
      if (!any) {
        throw lines.refusalOfAll("the run has no line; check that the search wrote its results");
      }
    }
    Map<String, Ranking> rankings = new LinkedHashMap<>();
    scores.forEach((query, scoreOfId) -> rankings.put(query, Ranking.of(scoreOfId)));
    return new Run(file.toString(), rankings);
  }

  private static void add(
      LineReader lines,
      Map<String, ObjectFloatHashMap<String>> scores,
      String query,
      String document,
      float score)
      throws CollectionException {
    ObjectFloatHashMap<String> scoreOfId =
        scores.computeIfAbsent(query, absent -> new ObjectFloatHashMap<>());
    if (scoreOfId.containsKey(document)) {
      throw lines.refusal(
          "document '"
              + Quoted.plain(document)
              + "' is a result of query '"
              + Quoted.plain(query)
              + "' for the second time; keep one of the lines");
    }
    scoreOfId.put(document, score);
  }

  /// The queries that have results, in the order of the file.
  public Set<String> queries() {
    return Collections.unmodifiableSet(rankings.keySet());
  }

  /// The results of `query`, empty if there are none.
  public Ranking ranking(String query) {
    return rankings.getOrDefault(query, Ranking.empty());
  }

  /// What the run was read from, for messages.
  String source() {
    return source;
  }

  /// Writes the run as a TREC file, best results first, ranks counted from 1. Scores are written so
  /// that they are read back as the same float32.
  ///
  /// @param tag the run's name, the last column
  /// @throws CollectionException if an id or the tag is empty, holds white space or cannot be
  ///   written in UTF-8; then nothing is written
  public void writeTrec(Path file, String tag) throws IOException {
    TrecWriter.requireColumn(file, "tag", tag);
    for (Map.Entry<String, Ranking> entry : rankings.entrySet()) {
      TrecWriter.requireColumn(file, "query id", entry.getKey());
      Ranking ranking = entry.getValue();
      for (int i = 0; i < ranking.size(); i++) {
        TrecWriter.requireColumn(file, "document id", ranking.id(i));
      }
    }
    try (BufferedWriter out = TrecWriter.open(file)) {
      for (Map.Entry<String, Ranking> entry : rankings.entrySet()) {
        Ranking ranking = entry.getValue();
        for (int i = 0; i < ranking.size(); i++) {
          out.write(entry.getKey() + " Q0 " + ranking.id(i) + ' ' + (i + 1) + ' ');
          out.write(Float.toString(ranking.score(i)) + ' ' + tag + '\n');
        }
      }
    }
  }
}

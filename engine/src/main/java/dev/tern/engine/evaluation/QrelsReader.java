package dev.tern.engine.evaluation;

import dev.tern.encoder.text.Quoted;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.eclipse.collections.impl.map.mutable.primitive.ObjectIntHashMap;

/// Reads files of judgements, gzipped if their name ends in `.gz`.
///
/// - TREC: exactly four columns, `query iteration document grade`, separated by ASCII white space;
///   the second means nothing.
/// - BEIR: exactly three columns, `query document grade`, separated by single tabs, so ids may hold
///   blanks. The first line is a header and skipped whatever it says. Only a first line whose third
///   column is an integer is refused: there the header is missing, and skipping it would lose a
///   judgement without a word.
///
/// In both a grade is an integer, a blank line is refused, and so is a second judgement of a
/// document for the same query, also with the same grade.
final class QrelsReader {
  private final LineReader lines;
  private final Map<String, ObjectIntHashMap<String>> grades = new LinkedHashMap<>();

  private QrelsReader(LineReader lines) {
    this.lines = lines;
  }

  static Qrels readTrec(TextSource source) throws IOException {
    try (LineReader lines = LineReader.open(source)) {
      QrelsReader reader = new QrelsReader(lines);
      String[] columns = new String[4];
      while (lines.next()) {
        int count = Columns.splitAtSpace(lines.line(), columns);
        if (count != columns.length) {
          throw lines.refusal(
              "a line of TREC judgements has four columns (query 0 document grade), found "
                  + (count > columns.length ? "more" : count)
                  + "; correct the line, or read a file of three columns as BEIR judgements");
        }
        reader.add(columns[0], columns[2], columns[3]);
      }
      return reader.qrels(source);
    }
  }

  /// @param isQuery whether a query of that id exists; a judgement of any other query is refused
  static Qrels readBeir(TextSource source, Predicate<String> isQuery) throws IOException {
    try (LineReader lines = LineReader.open(source)) {
      QrelsReader reader = new QrelsReader(lines);
      while (lines.next()) {
        List<String> columns = List.of(lines.line().split("\t", -1));
        if (lines.number() == 1) {
          reader.requireHeader(columns);
          continue;
        }
        if (columns.size() != 3) {
          throw lines.refusal(
              "a line of BEIR judgements has three columns (query-id corpus-id score) separated by"
                  + " single tabs, found "
                  + columns.size()
                  + "; correct the line, or read a file of four columns as TREC judgements");
        }
        if (!isQuery.test(columns.get(0))) {
          throw lines.refusal(
              "there is no query '"
                  + Quoted.plain(columns.get(0))
                  + "'; add it to the queries or remove its judgements");
        }
        reader.add(columns.get(0), columns.get(1), columns.get(2));
      }
      return reader.qrels(source);
    }
  }

  /// Whether the first line has the form of BEIR's header.
  static boolean looksLikeBeir(TextSource source) throws IOException {
    try (LineReader lines = LineReader.open(source)) {
      return lines.next() && lines.line().split("\t", -1).length == 3;
    }
  }

  private void requireHeader(List<String> columns) throws CollectionException {
    if (columns.size() == 3 && Columns.isInteger(columns.get(2))) {
      throw lines.refusal(
          "the first line of BEIR judgements is a header and would be skipped, found a judgement;"
              + " put the line query-id<TAB>corpus-id<TAB>score above it");
    }
  }

  private void add(String query, String document, String grade) throws CollectionException {
    if (query.isEmpty() || document.isEmpty()) {
      throw lines.refusal("an id is empty; correct the judgement");
    }
    ObjectIntHashMap<String> gradeOfId =
        grades.computeIfAbsent(query, absent -> new ObjectIntHashMap<>());
    if (gradeOfId.containsKey(document)) {
      throw lines.refusal(
          "document '"
              + Quoted.plain(document)
              + "' is judged for query '"
              + Quoted.plain(query)
              + "' for the second time; keep one of the lines");
    }
    gradeOfId.put(document, Columns.grade(lines, grade));
  }

  private Qrels qrels(TextSource source) throws CollectionException {
    if (grades.isEmpty()) {
      throw lines.refusalOfAll("there is no judgement in the file; check that it is the right one");
    }
    return new Qrels(source.name(), grades);
  }
}

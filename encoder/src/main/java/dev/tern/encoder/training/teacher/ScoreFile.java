package dev.tern.encoder.training.teacher;

import dev.tern.encoder.text.Quoted;
import dev.tern.encoder.training.data.Example;
import dev.tern.encoder.training.data.JsonRow;
import dev.tern.encoder.training.data.LineFile;
import dev.tern.encoder.training.data.Passage;
import dev.tern.encoder.training.data.TrainingDataException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.collections.impl.map.mutable.primitive.ObjectDoubleHashMap;

/// Scores that were computed before, by anything.
///
/// - `.tsv`: three columns separated by single tabs, id of the query, id of the document, score; no
///   header.
/// - `.jsonl`: `{"query": id, "docs": [id, …], "scores": [number, …]}`.
///
/// Each also with `.gz` behind it. A pair is scored once; the scores of a query may be spread over
/// several lines. All scores are kept in memory.
public final class ScoreFile implements ScoreSource {
  private final Path file;
  private final Map<String, ObjectDoubleHashMap<String>> scores = new HashMap<>();

  private ScoreFile(Path file) {
    this.file = file;
  }

  /// Reads a file.
  ///
  /// @throws TrainingDataException if a line is not what it should be, naming it
  public static ScoreFile read(Path file) throws IOException {
    String name = file.toString().replaceFirst("\\.gz$", "");
    ScoreFile read = new ScoreFile(file);
    try (LineFile lines = LineFile.open(file)) {
      boolean isTable = name.endsWith(".tsv");
      if (!isTable && !name.endsWith(".jsonl")) {
        throw lines.refusalOfAll("a file of scores ends in .tsv or .jsonl; rename it");
      }
      for (int line = 0; line < lines.size(); line++) {
        if (isTable) {
          read.addColumns(lines, line);
        } else {
          read.addRow(lines, line);
        }
      }
      if (read.scores.isEmpty()) {
        throw lines.refusalOfAll("there is no score in the file; check that it is the right one");
      }
    }
    return read;
  }

  private void addColumns(LineFile lines, int line) throws IOException {
    String[] columns = lines.line(line).split("\t", -1);
    if (columns.length != 3) {
      throw lines.refusal(
          line,
          "a line has three columns, query, document and score, separated by single tabs, found "
              + columns.length);
    }
    add(lines, line, columns[0], columns[1], number(lines, line, columns[2]));
  }

  private void addRow(LineFile lines, int line) throws IOException {
    JsonRow row = JsonRow.read(lines, line);
    List<String> docs = row.texts("docs");
    List<Double> numbers = row.numbers("scores");
    if (docs.size() != numbers.size()) {
      throw row.refusal(
          "there are " + docs.size() + " documents and " + numbers.size() + " scores");
    }
    String query = row.text("query");
    for (int i = 0; i < docs.size(); i++) {
      add(lines, line, query, docs.get(i), numbers.get(i));
    }
  }

  private void add(LineFile lines, int line, String query, String document, double score)
      throws TrainingDataException {
    if (query.isEmpty() || document.isEmpty()) {
      throw lines.refusal(line, "an id is empty; correct the line");
    }
    ObjectDoubleHashMap<String> ofQuery =
        scores.computeIfAbsent(query, absent -> new ObjectDoubleHashMap<>());
    if (ofQuery.containsKey(document)) {
      throw lines.refusal(
          line,
          "document "
              + Quoted.of(document)
              + " is scored for query "
              + Quoted.of(query)
              + " for the second time; keep one of the lines");
    }
    ofQuery.put(document, score);
  }

  /// Java also reads "1d", "0x1p3" and white space; files hold none of them.
  private static double number(LineFile lines, int line, String text) throws TrainingDataException {
    if (text.matches("[0-9+\\-.eE]{1,40}")) {
      try {
        double score = Double.parseDouble(text);
        if (Double.isFinite(score)) {
          return score;
        }
      } catch (NumberFormatException e) {
        // Not a number after all, for example "1-2".
      }
    }
    throw lines.refusal(
        line, "a score is a finite decimal number, found " + Quoted.of(text) + "; is it a header?");
  }

  @Override
  public double[] scores(Example example) throws TeacherException {
    ObjectDoubleHashMap<String> ofQuery =
        scores.getOrDefault(example.query().id(), ObjectDoubleHashMap.newMap());
    double[] found = new double[example.documents().size()];
    for (int i = 0; i < found.length; i++) {
      Passage document = example.documents().get(i);
      if (!ofQuery.containsKey(document.id())) {
        throw new TeacherException(
            file
                + " has no score of document "
                + Quoted.of(document.id())
                + " for query "
                + Quoted.of(example.query().id())
                + "; add it, or leave the example out");
      }
      found[i] = ofQuery.get(document.id());
    }
    return found;
  }
}

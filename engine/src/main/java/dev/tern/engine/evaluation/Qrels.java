package dev.tern.engine.evaluation;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import org.eclipse.collections.api.map.primitive.ObjectIntMap;
import org.eclipse.collections.api.tuple.primitive.ObjectIntPair;
import org.eclipse.collections.impl.factory.primitive.ObjectIntMaps;
import org.eclipse.collections.impl.map.mutable.primitive.ObjectIntHashMap;

/// Judgements: for a query, the grade of each document that somebody looked at.
///
/// The higher the grade the better; 0 is judged and not relevant. A negative grade means that the
/// document was in the pool but not judged: it gains nothing and counts as not judged everywhere.
/// [QrelsReader] says what the two file formats look like. Immutable.
public final class Qrels {
  private static final ObjectIntMap<String> NONE = ObjectIntMaps.immutable.empty();

  private final String source;
  private final Map<String, ? extends ObjectIntMap<String>> grades;

  Qrels(String source, Map<String, ? extends ObjectIntMap<String>> grades) {
    this.source = source;
    this.grades = grades;
  }

  /// Judgements given as grade by document id by query id, in the maps' order.
  public static Qrels of(Map<String, Map<String, Integer>> gradesOfQuery) {
    Map<String, ObjectIntMap<String>> copy = new LinkedHashMap<>();
    gradesOfQuery.forEach((query, gradeOfId) -> {
      ObjectIntHashMap<String> grades = new ObjectIntHashMap<>();
      gradeOfId.forEach(grades::put);
      copy.put(query, grades);
    });
    return new Qrels("the judgements", copy);
  }

  /// Reads TREC judgements.
  public static Qrels readTrec(Path file) throws IOException {
    return QrelsReader.readTrec(TextSource.file(file));
  }

  /// Reads BEIR judgements.
  public static Qrels readBeir(Path file) throws IOException {
    return QrelsReader.readBeir(TextSource.file(file), query -> true);
  }

  /// Reads judgements of either format: BEIR if the first line has three columns separated by tabs,
  /// TREC otherwise.
  public static Qrels read(Path file) throws IOException {
    TextSource source = TextSource.file(file);
    return QrelsReader.looksLikeBeir(source)
        ? QrelsReader.readBeir(source, query -> true)
        : QrelsReader.readTrec(source);
  }

  /// The judged queries in the order of the file.
  public Set<String> queries() {
    return Collections.unmodifiableSet(grades.keySet());
  }

  /// Whether `query` has judgements.
  public boolean contains(String query) {
    return grades.containsKey(query);
  }

  /// The documents judged for `query`, in no particular order; empty if there are none.
  public Set<String> documents(String query) {
    return Collections.unmodifiableSet(grades(query).keySet());
  }

  /// The grade of `document` for `query`; empty where nobody gave one.
  public OptionalInt grade(String query, String document) {
    ObjectIntMap<String> gradeOfId = grades(query);
    return gradeOfId.containsKey(document)
        ? OptionalInt.of(gradeOfId.get(document))
        : OptionalInt.empty();
  }

  /// Number of judgements.
  public long size() {
    return grades.values().stream().mapToLong(ObjectIntMap::size).sum();
  }

  /// Number of judgements whose document is not in a collection. Pools and parts of a collection
  /// have such judgements; a relevant one among them can never be retrieved, so a report that uses
  /// the qrels should tell the number.
  ///
  /// @param inCollection whether a document id is in the collection
  public long judgementsOutside(Predicate<String> inCollection) {
    return grades.values().stream()
        .mapToLong(gradeOfId -> gradeOfId.keysView().count(id -> !inCollection.test(id)))
        .sum();
  }

  /// Writes TREC judgements, `query 0 document grade`.
  ///
  /// @throws CollectionException if an id is empty, holds white space or cannot be written in
  ///   UTF-8; then nothing is written
  public void writeTrec(Path file) throws IOException {
    for (String query : grades.keySet()) {
      TrecWriter.requireColumn(file, "query id", query);
      for (String document : grades(query).keysView()) {
        TrecWriter.requireColumn(file, "document id", document);
      }
    }
    write(file, "", " 0 ", " ");
  }

  /// Writes BEIR judgements, `query<TAB>document<TAB>grade` under the usual header.
  ///
  /// @throws CollectionException if an id is empty, holds a tab or a line end or cannot be written
  ///   in UTF-8; then nothing is written
  public void writeBeir(Path file) throws IOException {
    for (String query : grades.keySet()) {
      TrecWriter.requireTabColumn(file, "query id", query);
      for (String document : grades(query).keysView()) {
        TrecWriter.requireTabColumn(file, "document id", document);
      }
    }
    write(file, "query-id\tcorpus-id\tscore\n", "\t", "\t");
  }

  private void write(Path file, String header, String afterQuery, String afterDocument)
      throws IOException {
    try (BufferedWriter out = TrecWriter.open(file)) {
      out.write(header);
      for (String query : grades.keySet()) {
        // By document id, so that the same judgements give the same file.
        for (ObjectIntPair<String> judgement :
            grades(query).keyValuesView().toSortedListBy(ObjectIntPair::getOne)) {
          out.write(query + afterQuery + judgement.getOne() + afterDocument);
          out.write(judgement.getTwo() + "\n");
        }
      }
    }
  }

  /// The grades by document id for `query`, empty if there are none.
  ObjectIntMap<String> grades(String query) {
    ObjectIntMap<String> gradeOfId = grades.get(query);
    return gradeOfId == null ? NONE : gradeOfId;
  }

  /// What the judgements were read from, for messages.
  String source() {
    return source;
  }
}

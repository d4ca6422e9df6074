package dev.tern.engine.evaluation;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// A collection in BEIR's layout: `corpus.jsonl`, `queries.jsonl` and `qrels/SPLIT.tsv`, each also
/// with `.gz` behind it.
///
/// Nothing is read before it is asked for, and nothing is kept. Immutable.
public final class BeirCollection {
  private final TextSource corpus;
  private final TextSource queries;
  private final SortedMap<String, TextSource> qrels;

  private BeirCollection(
      TextSource corpus, TextSource queries, SortedMap<String, TextSource> qrels) {
    this.corpus = corpus;
    this.queries = queries;
    this.qrels = qrels;
  }

  /// The collection in `directory`.
  ///
  /// @throws CollectionException if there is no corpus or no file of queries
  public static BeirCollection open(Path directory) throws IOException {
    SortedMap<String, TextSource> qrels = new TreeMap<>();
    Path judgements = directory.resolve("qrels");
    if (Files.isDirectory(judgements)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(judgements, "*.{tsv,tsv.gz}")) {
        for (Path file : files) {
          String split = file.getFileName().toString().replaceFirst("\\.tsv(\\.gz)?$", "");
          qrels.merge(split, TextSource.file(file), (one, other) -> plain(one, other));
        }
      }
    }
    return new BeirCollection(
        require(directory, "corpus.jsonl"), require(directory, "queries.jsonl"), qrels);
  }

  /// A collection whose parts lie anywhere, for example on the class path.
  ///
  /// @param qrels judgements by split
  public static BeirCollection of(
      TextSource corpus, TextSource queries, Map<String, TextSource> qrels) {
    return new BeirCollection(corpus, queries, new TreeMap<>(qrels));
  }

  /// The unpacked one of two files of the same split.
  private static TextSource plain(TextSource one, TextSource other) {
    return one.name().endsWith(".gz") ? other : one;
  }

  private static TextSource require(Path directory, String name) throws CollectionException {
    for (String found : new String[] {name, name + ".gz"}) {
      if (Files.exists(directory.resolve(found))) {
        return TextSource.file(directory.resolve(found));
      }
    }
    throw new CollectionException(
        directory.toString(),
        "a collection in BEIR's layout has "
            + name
            + " (or "
            + name
            + ".gz), found neither; check"
            + " the directory");
  }

  /// The documents in the order of the file, to be closed by the caller.
  public JsonLines documents() throws IOException {
    return JsonLines.open(corpus);
  }

  /// The text of each query by its id, in the order of the file. A split may judge only some.
  public Map<String, String> queries() throws IOException {
    Map<String, String> texts = new LinkedHashMap<>();
    try (JsonLines lines = JsonLines.open(queries)) {
      for (Optional<BeirDocument> query = lines.next(); query.isPresent(); query = lines.next()) {
        texts.put(query.get().id(), query.get().content());
      }
    }
    return texts;
  }

  /// The names of the splits that have judgements, such as `test`.
  public Set<String> splits() {
    return Collections.unmodifiableSet(qrels.keySet());
  }

  /// The judgements of a split. Its queries are those that [Qrels#queries] names. Documents are not
  /// looked up: [Qrels#judgementsOutside] counts those that the corpus does not have.
  ///
  /// @throws CollectionException if there is no such split, or if a query is judged that the file
  ///   of queries does not have
  public Qrels qrels(String split) throws IOException {
    TextSource source = qrels.get(split);
    if (source == null) {
      throw new CollectionException(
          corpus.name(),
          "the collection of this corpus has no judgements qrels/"
              + split
              + ".tsv; its splits are "
              + qrels.keySet());
    }
    return QrelsReader.readBeir(source, queries().keySet()::contains);
  }
}

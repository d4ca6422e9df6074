package dev.tern.bench;

import dev.tern.engine.evaluation.BeirCollection;
import dev.tern.engine.evaluation.BeirDocument;
import dev.tern.engine.evaluation.JsonLines;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/// The texts of a collection, or of its beginning.
///
/// @param keys of the documents
/// @param texts of the documents, in the same order
/// @param queries texts of the queries
record Corpus(List<String> keys, List<String> texts, List<String> queries) {
  private static final String SPLIT = "test";

  /// Reads a collection in BEIR's layout. Its queries are those of the split `test` where it has
  /// one, and else all.
  ///
  /// @param documents how many to read at most, the first ones
  /// @param queries how many to keep at most, the first ones
  /// @throws IOException if there is none, something in it is wrong, or it is empty
  static Corpus read(Path directory, int documents, int queries) throws IOException {
    BeirCollection collection = BeirCollection.open(directory);
    List<String> keys = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    try (JsonLines lines = collection.documents()) {
      while (keys.size() < documents) {
        Optional<BeirDocument> document = lines.next();
        if (document.isEmpty()) {
          break;
        }
        keys.add(document.get().id());
        texts.add(document.get().content());
      }
    }
    List<String> queryTexts = queries(collection).stream().limit(queries).toList();
    if (texts.isEmpty() || queryTexts.isEmpty()) {
      throw new FileNotFoundException(
          directory + " has no documents or no queries; name a collection that has both");
    }
    return new Corpus(List.copyOf(keys), List.copyOf(texts), queryTexts);
  }

  private static List<String> queries(BeirCollection collection) throws IOException {
    var texts = collection.queries();
    if (collection.splits().contains(SPLIT)) {
      Set<String> judged = collection.qrels(SPLIT).queries();
      texts.keySet().retainAll(judged);
    }
    return List.copyOf(texts.values());
  }

  /// Some of the documents' texts, drawn without repetition.
  List<String> sample(int count, long seed) {
    List<String> shuffled = new ArrayList<>(texts);
    Collections.shuffle(shuffled, new Random(seed));
    return List.copyOf(shuffled.subList(0, Math.min(count, shuffled.size())));
  }
}

package dev.tern.engine;

import dev.tern.encoder.SparseVector;
import dev.tern.engine.store.IndexFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// All that an index answers, as text: two indexes with the same text hold the same.
final class Fingerprint {
  private Fingerprint() {}

  static String of(IndexFiles files) throws IOException {
    try (SparseIndex index = SparseIndex.open(files)) {
      return of(index);
    }
  }

  static String of(SparseIndex index) throws IOException {
    List<String> parts = new ArrayList<>();
    for (int docId = 0; docId < index.docIdLimit(); docId++) {
      if (index.docId(index.key(docId)).orElse(-1) == docId) {
        parts.add(
            docId + " " + index.key(docId) + "=" + HexFormat.of().formatHex(index.stored(docId)));
      }
    }
    if (parts.size() != index.documentCount()) {
      throw new AssertionError("keys lead back to " + parts.size() + " documents");
    }
    int[] terms = index.terms();
    parts.add(Arrays.toString(terms));
    for (int term : terms) {
      SparseVector query = SparseVector.of(new int[] {term}, new float[] {1});
      parts.add(index.search(query, SearchOptions.top(1000)).hits().toString());
    }
    parts.add(index.properties().toString());
    for (String name : List.of("table", "tokenizer")) {
      parts.add(index.attachment(name).map(bytes -> HexFormat.of().formatHex(bytes)).toString());
    }
    return String.join("\n", parts);
  }
}

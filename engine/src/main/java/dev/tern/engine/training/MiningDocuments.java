package dev.tern.engine.training;

import dev.tern.encoder.training.config.DataConfig;
import dev.tern.encoder.training.config.MiningConfig;
import dev.tern.encoder.training.data.DataSet;
import dev.tern.encoder.training.data.Example;
import dev.tern.encoder.training.data.Passage;
import dev.tern.encoder.training.data.TrainingDataException;
import dev.tern.engine.collection.Document;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.eclipse.collections.impl.list.mutable.primitive.IntArrayList;
import org.eclipse.collections.impl.list.mutable.primitive.LongArrayList;
import org.eclipse.collections.impl.set.mutable.primitive.IntHashSet;

/// The queries and the documents of the training data, each document once.
///
/// Texts stay in their files: in memory are the places of documents, the texts of queries and which
/// documents are relevant for them.
final class MiningDocuments implements Closeable {
  /// More positive documents of a row than any data has.
  private static final int MOST_POSITIVES = 1000;

  private final List<DataSet> sets = new ArrayList<>();
  private final List<Boolean> isRandom = new ArrayList<>();
  private final Map<UUID, Integer> documentOf = new HashMap<>();

  /// For each document the set and the row that hold it, the epoch and its place in the example.
  private final LongArrayList rows = new LongArrayList();

  private final IntArrayList epochs = new IntArrayList();
  private final IntArrayList places = new IntArrayList();
  private final Map<String, IntHashSet> positivesOf = new HashMap<>();
  private final LongArrayList usable = new LongArrayList();
  private final boolean skipsBadRows;
  private long skipped;

  private MiningDocuments(boolean skipsBadRows) {
    this.skipsBadRows = skipsBadRows;
  }

  /// Reads all rows of a configuration.
  ///
  /// @throws TrainingDataException if a row cannot be used, unless these are skipped
  static MiningDocuments read(MiningConfig config) throws IOException {
    MiningDocuments documents = new MiningDocuments(config.skipsBadRows());
    try {
      for (DataConfig set : config.data()) {
        documents.isRandom.add(set.format() == DataConfig.Format.CLOZE);
        documents.sets.add(set.open());
      }
      for (int set = 0; set < documents.sets.size(); set++) {
        for (int row = 0; row < documents.sets.get(set).source().size(); row++) {
          documents.add(set, row);
        }
      }
      return documents;
    } catch (IOException | RuntimeException | Error e) {
      documents.close();
      throw e;
    }
  }

  private static long row(int set, int row) {
    return ((long) set << Integer.SIZE) | row;
  }

  private void add(int set, int row) throws IOException {
    try {
      Example first = read(row(set, row), 0);
      add(row(set, row), 0, first);
      // A row with several positive documents has another one each epoch.
      for (int epoch = 1; !isRandom.get(set) && epoch < MOST_POSITIVES; epoch++) {
        Example next = read(row(set, row), epoch);
        if (next.documents().getFirst().equals(first.documents().getFirst())) {
          break;
        }
        add(row(set, row), epoch, next);
      }
      usable.add(row(set, row));
    } catch (TrainingDataException e) {
      if (!skipsBadRows) {
        throw e;
      }
      skipped++;
    }
  }

  private void add(long row, int epoch, Example example) {
    for (int place = 0; place < example.documents().size(); place++) {
      String text = example.documents().get(place).text();
      if (documentOf.putIfAbsent(hash(text), rows.size()) == null) {
        rows.add(row);
        epochs.add(epoch);
        places.add(place);
      }
    }
    positivesOf
        .computeIfAbsent(example.query().text(), _ -> new IntHashSet())
        .add(documentOf.get(hash(example.documents().getFirst().text())));
  }

  /// Tells texts apart without keeping them: the first 128 bits of their SHA-256.
  private static UUID hash(String text) {
    try {
      ByteBuffer digest =
          ByteBuffer.wrap(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
      return new UUID(digest.getLong(), digest.getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private Example read(long row, long epoch) throws IOException {
    return sets.get((int) (row >>> Integer.SIZE)).source().read((int) row, epoch);
  }

  /// Number of documents.
  int size() {
    return rows.size();
  }

  /// Rows that were left out.
  long skipped() {
    return skipped;
  }

  /// Number of rows that can be used.
  int examples() {
    return usable.size();
  }

  /// A row that can be used, as it is in the first epoch.
  Example example(int number) throws IOException {
    return read(usable.get(number), 0);
  }

  /// Whether somebody said that a document is relevant for a query.
  boolean isPositive(String query, int document) {
    return positivesOf.getOrDefault(query, new IntHashSet()).contains(document);
  }

  /// How many documents are relevant for a query.
  int positives(String query) {
    return positivesOf.getOrDefault(query, new IntHashSet()).size();
  }

  /// The number of a document by its text.
  int number(Passage document) {
    return documentOf.get(hash(document.text()));
  }

  /// A document by its number.
  Passage passage(int document) throws IOException {
    return read(rows.get(document), epochs.get(document)).documents().get(places.get(document));
  }

  /// All documents, their numbers as keys.
  Iterable<Document> documents() {
    return () -> IntStream.range(0, size()).mapToObj(this::document).iterator();
  }

  private Document document(int number) {
    try {
      return new Document(Integer.toString(number), "", passage(number).text());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    for (DataSet set : sets) {
      set.source().close();
    }
  }
}

package dev.tern.encoder.training.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Examples out of a file of JSON rows.
///
/// Rows may name their texts for score files: `"q_id"` the query, `"d_ids"` the documents in the
/// order positive, negatives or that of the scored ones; a row of several positives has no
/// `"d_ids"`.
public final class JsonExamples implements ExampleSource {
  /// What a row holds.
  public enum Format {
    /// A query and positive documents.
    PAIRS,
    /// A query, positive and negative documents.
    TRIPLES,
    /// A query and documents with scores.
    DISTILLATION
  }

  private final LineFile file;
  private final Format format;
  private final RowKeys keys;

  private JsonExamples(LineFile file, Format format, RowKeys keys) {
    this.file = file;
    this.format = format;
    this.keys = keys;
  }

  /// Opens a file, gzipped if its name ends in `.gz`.
  ///
  /// @throws TrainingDataException if it is missing or has no row
  public static JsonExamples open(Path path, Format format, RowKeys keys) throws IOException {
    return new JsonExamples(LineFile.ofRows(path), format, keys);
  }

  @Override
  public int size() {
    return file.size();
  }

  @Override
  public Example read(int row, long epoch) throws IOException {
    JsonRow json = JsonRow.read(file, row);
    List<String> queries = json.texts(keys.query());
    String query = queries.get((int) (epoch % queries.size()));
    Passage named = json.has("q_id") ? new Passage(json.text("q_id"), query) : Passage.of(query);
    if (format == Format.DISTILLATION) {
      List<String> docs = json.texts(keys.docs());
      List<Double> scores = json.numbers(keys.scores());
      if (docs.size() != scores.size()) {
        throw json.refusal(
            "there are " + docs.size() + " documents and " + scores.size() + " scores");
      }
      return new Example(named, named(json, docs), scores);
    }
    List<String> positives = json.texts(keys.positive());
    List<String> texts = new ArrayList<>();
    texts.add(positives.get((int) (epoch % positives.size())));
    if (format == Format.TRIPLES) {
      texts.addAll(json.texts(keys.negatives()));
    }
    return new Example(named, named(json, texts), List.of());
  }

  private static List<Passage> named(JsonRow json, List<String> texts)
      throws TrainingDataException {
    if (!json.has("d_ids")) {
      return texts.stream().map(Passage::of).toList();
    }
    List<String> ids = json.texts("d_ids");
    if (ids.size() != texts.size()) {
      throw json.refusal("there are " + texts.size() + " documents and " + ids.size() + " ids");
    }
    List<Passage> passages = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      passages.add(new Passage(ids.get(i), texts.get(i)));
    }
    return passages;
  }

  @Override
  public String place(int row) {
    return file.place(row);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}

package dev.tern.encoder.training.config;

import dev.tern.encoder.training.data.BeirExamples;
import dev.tern.encoder.training.data.ClozeExamples;
import dev.tern.encoder.training.data.ClozeExamples.Cutting;
import dev.tern.encoder.training.data.DataSet;
import dev.tern.encoder.training.data.ExampleSource;
import dev.tern.encoder.training.data.JsonExamples;
import dev.tern.encoder.training.data.RowKeys;
import java.io.IOException;
import java.nio.file.Path;

/// One data set of a run.
///
/// @param name unique
/// @param path of the file, or of the directory for `BEIR`
/// @param format what is in it
/// @param split of `BEIR`
/// @param keys of JSON rows
/// @param group documents of each query
/// @param weight share of the batches
/// @param cutting of the texts of `CLOZE`
public record DataConfig(
    String name,
    Path path,
    Format format,
    String split,
    RowKeys keys,
    int group,
    double weight,
    Cutting cutting) {
  private static final RowKeys TEXT = new RowKeys("query", "text", "negatives", "docs", "scores");

  /// What is in a data set.
  public enum Format {
    /// JSON rows of a query and positive documents.
    PAIRS,
    /// JSON rows of a query, positive and negative documents.
    TRIPLES,
    /// JSON rows of a query and documents with scores.
    DISTILLATION,
    /// JSON rows of a text, a sentence of which is the query.
    CLOZE,
    /// A directory in BEIR's layout.
    BEIR
  }

  /// @param groupOfRun documents of each query where the data set does not say
  static DataConfig read(ConfigObject object, int groupOfRun) throws ConfigException {
    object.text("format");
    Format format = object.choice("format", Format.PAIRS);
    boolean isCloze = format == Format.CLOZE;
    boolean isPairs = format == Format.PAIRS || format == Format.BEIR || isCloze;
    DataConfig config =
        new DataConfig(
            object.text("name"),
            object.path("path"),
            format,
            format == Format.BEIR ? object.findText("split").orElse("train") : "",
            format == Format.BEIR
                ? RowKeys.USUAL
                : keys(object.object("keys"), isCloze ? TEXT : RowKeys.USUAL),
            object.integer(
                "documents_per_query", 1, isPairs ? 1 : 10_000, isPairs ? 1 : groupOfRun),
            object.number("weight", Range.POSITIVE, 1),
            isCloze ? cutting(object) : new Cutting(0, 0, 0));
    object.end();
    return config;
  }

  private static Cutting cutting(ConfigObject object) throws ConfigException {
    return new Cutting(
        object.integer("passage_words", 1, 100_000, 100),
        object.number("keep_sentence", Range.FROM_0_TO_1, 0.1),
        object.integer("seed", 0, Integer.MAX_VALUE, 1));
  }

  private static RowKeys keys(ConfigObject object, RowKeys usual) throws ConfigException {
    RowKeys keys =
        new RowKeys(
            object.findText("query").orElse(usual.query()),
            object.findText("positive").orElse(usual.positive()),
            object.findText("negatives").orElse(usual.negatives()),
            object.findText("docs").orElse(usual.docs()),
            object.findText("scores").orElse(usual.scores()));
    object.end();
    return keys;
  }

  /// Opens the files; the source of the data set is to be closed by the caller.
  ///
  /// @throws dev.tern.encoder.training.data.TrainingDataException if they are not what they should
  ///   be
  public DataSet open() throws IOException {
    ExampleSource source =
        switch (format) {
          case BEIR -> BeirExamples.open(path, split);
          case CLOZE -> ClozeExamples.open(path, keys.positive(), cutting);
          case PAIRS -> JsonExamples.open(path, JsonExamples.Format.PAIRS, keys);
          case TRIPLES -> JsonExamples.open(path, JsonExamples.Format.TRIPLES, keys);
          case DISTILLATION -> JsonExamples.open(path, JsonExamples.Format.DISTILLATION, keys);
        };
    return new DataSet(name, source, group, weight);
  }
}

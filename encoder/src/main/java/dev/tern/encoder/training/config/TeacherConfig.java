package dev.tern.encoder.training.config;

import java.nio.file.Path;
import java.util.Optional;

/// One teacher of a run.
///
/// @param name for messages
/// @param kind where its scores come from
/// @param path of the model or the scores, where the kind has one
/// @param weight in the mean of all teachers
/// @param maxTokens that a model reads of a text; empty for what the model says
public record TeacherConfig(
    String name, Kind kind, Optional<Path> path, double weight, Optional<Integer> maxTokens) {
  /// Where scores come from.
  public enum Kind {
    /// Products of dense vectors of a model.
    DENSE,
    /// Products of sparse vectors of a model.
    SPARSE,
    /// Words in common.
    BM25,
    /// A file.
    SCORES,
    /// The rows of the data.
    ROWS
  }

  static TeacherConfig read(ConfigObject object) throws ConfigException {
    object.text("kind");
    Kind kind = object.choice("kind", Kind.ROWS);
    boolean hasPath = kind != Kind.ROWS && kind != Kind.BM25;
    TeacherConfig config =
        new TeacherConfig(
            object.text("name"),
            kind,
            hasPath ? Optional.of(object.path("path")) : Optional.empty(),
            object.number("weight", Range.POSITIVE, 1),
            kind == Kind.DENSE || kind == Kind.SPARSE
                ? object.findInteger("max_tokens", 3, 1 << 20)
                : Optional.empty());
    object.end();
    return config;
  }
}
